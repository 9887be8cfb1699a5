-- Pages from Markdown to HTML, many in one process: `pandoc lua render_pages.lua asked.json`, where `asked.json` holds
-- {from, filters, metadata, pages: [{source, text, template, target}]}. Each page becomes what `pandoc` itself makes of
-- it with `--metadata-file --lua-filter --template --toc --toc-depth=3 --mathml --wrap=none`.

local function read(path)
  local file = assert(io.open(path, "rb"))
  local text = file:read("a")
  file:close()
  return text
end

local asked = pandoc.json.decode(read(arg[1]), false)
local about = pandoc.read("---\n" .. pandoc.json.encode(asked.metadata) .. "\n---\n", asked.from).meta
FORMAT = "html5" -- filters ask for it, and for the name of the page

local function render(page)
  PANDOC_STATE = { input_files = { page.source } }
  local document = pandoc.read(page.text, asked.from)
  for key, value in pairs(about) do
    if document.meta[key] == nil then document.meta[key] = value end
  end
  for _, filter in ipairs(asked.filters) do document = pandoc.utils.run_lua_filter(document, filter) end
  local html = pandoc.write(document, FORMAT, pandoc.WriterOptions {
    template = pandoc.template.compile(page.template), table_of_contents = true, toc_depth = 3,
    html_math_method = "mathml", wrap_text = "wrap-none",
  })
  local file = assert(io.open(page.target, "wb"))
  file:write(html)
  file:close()
end

for _, page in ipairs(asked.pages) do
  local done, said = pcall(render, page)
  if not done then
    io.stderr:write("ERROR ", page.source, ": ", tostring(said), "\n")
    os.exit(1)
  end
end
