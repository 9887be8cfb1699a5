-- Raw HTML to native pandoc elements, for every printed format.
--
-- Notebook pieces bring tables, marks and notes as the HTML of the page. pandoc's HTML reader makes native elements
-- of it, but drops the classes of p, ul, li and aside, and spoils inline drawings; so these are rewritten first.
-- What belongs to the page alone (class only-page, details, scripts) is left out.

local FOLDER_FOR_DRAWINGS = "charts"

-- Writes a drawing inside HTML, such as a row of the strip, to a file named by what it holds; an img in its place.
local function save_drawing(svg)
  svg = svg:gsub("var%(%s*%-%-[%w-]+%s*,%s*(#%x+)%s*%)", "%1") -- Typst knows no CSS variables
  if not svg:find("xmlns=") then svg = svg:gsub("<svg", '<svg xmlns="http://www.w3.org/2000/svg"', 1) end
  local path = FOLDER_FOR_DRAWINGS .. "/inline-" .. pandoc.utils.sha1(svg):sub(1, 12) .. ".svg"
  pandoc.system.make_directory(FOLDER_FOR_DRAWINGS, true)
  local file = assert(io.open(path, "wb"))
  file:write(svg)
  file:close()
  return ('<img src="%s" alt="%s">'):format(path, svg:match('aria%-label="([^"]*)"') or "")
end

local function readable(html)
  html = html:gsub("<details.-</details>", ""):gsub("<script.-</script>", "")
  html = html:gsub("<svg.-</svg>", save_drawing)
  html = html:gsub("<(/?)aside", "<%1div")
  html = html:gsub("<p%s([^>]*class=[^>]*)>(.-)</p>", "<div %1><p>%2</p></div>")
  html = html:gsub("<li%s([^>]*class=[^>]*)>(.-)</li>", "<li><div %1>%2</div></li>")
  html = html:gsub("<ul%s([^>]*class=[^>]*)>(.-)</ul>", "<div %1><ul>%2</ul></div>")
  return html
end

-- In English straight quotes become typographic ones, as they do in the Markdown around.
local html_format = "html"

local function read_html(html)
  return pandoc.read(readable(html), html_format).blocks
end

-- The name and attributes of an opening tag.
local function opening_tag(html)
  local name, rest = html:match("^%s*<(%a[%w]*)([^>]*)>%s*$")
  if not name then return nil end
  local attributes, classes, identifier = {}, {}, ""
  for key, value in rest:gmatch('([%w-]+)="([^"]*)"') do
    if key == "class" then
      for class in value:gmatch("%S+") do classes[#classes + 1] = class end
    elseif key == "id" then
      identifier = value
    else
      attributes[key] = value
    end
  end
  return name, pandoc.Attr(identifier, classes, attributes)
end

local function is_raw_html(element, kind)
  return element.t == kind and (element.format == "html" or element.format == "html4" or element.format == "html5")
end

-- Joins `<tag>`, content, `</tag>`, as Markdown leaves them, into one element made by `wrap(name, attr, content)`.
local function join_tags(elements, kind, wrap)
  local joined, position = pandoc.List(), 1
  while position <= #elements do
    local element = elements[position]
    local name, attr
    if is_raw_html(element, kind) then name, attr = opening_tag(element.text) end
    local close
    if name then
      local depth = 0
      for ahead = position, #elements do
        if is_raw_html(elements[ahead], kind) then
          if opening_tag(elements[ahead].text) == name then depth = depth + 1 end
          if elements[ahead].text:match("^%s*</" .. name .. "%s*>%s*$") then depth = depth - 1 end
        end
        if depth == 0 then close = ahead break end
      end
    end
    if close then
      local content = pandoc.List()
      for inside = position + 1, close - 1 do content:insert(elements[inside]) end
      joined:extend(wrap(name, attr, content))
      position = close + 1
    else
      joined:insert(element)
      position = position + 1
    end
  end
  return joined
end

local function wrap_inlines(name, attr, content)
  if name == "b" or name == "strong" then return { pandoc.Strong(content) } end
  if name == "i" or name == "em" then return { pandoc.Emph(content) } end
  if name == "sub" then return { pandoc.Subscript(content) } end
  if name == "sup" then return { pandoc.Superscript(content) } end
  if name == "a" then
    return { pandoc.Link(content, attr.attributes.href or "", "", pandoc.Attr(attr.identifier, attr.classes)) }
  end
  if name == "dfn" or name == "abbr" then attr.classes:insert(name) end
  return { pandoc.Span(content, attr) }
end

local function wrap_blocks(name, attr, content)
  if name == "details" or name == "script" then return {} end
  return { pandoc.Div(content, attr) }
end

local function belongs_to_page(element)
  return element.classes:includes("only-page")
end

local function drop_page_only(blocks)
  return blocks:walk {
    Div = function(div)
      if belongs_to_page(div) then return {} end
      if div.classes:includes("table-scroll") then return div.content end
    end,
    Span = function(span) if belongs_to_page(span) then return {} end end,
    Header = function(header) if belongs_to_page(header) then return {} end end,
    Table = function(tbl) if belongs_to_page(tbl) then return {} end end,
    Figure = function(figure) if belongs_to_page(figure) then return {} end end,
    -- A Chinese name in an English page, or the other way round, needs no mark of its own in print.
    RawInline = function(raw)
      if not is_raw_html(raw, "RawInline") then return nil end
      return raw.text:match("^<br") and pandoc.LineBreak() or {}
    end,
  }
end

function Pandoc(document)
  if pandoc.utils.stringify(document.meta.lang or ""):match("^en") then html_format = "html+smart" end
  document.blocks = document.blocks:walk {
    traverse = "topdown",
    Blocks = function(blocks)
      blocks = join_tags(blocks, "RawBlock", wrap_blocks)
      local read = pandoc.List()
      for _, block in ipairs(blocks) do
        if is_raw_html(block, "RawBlock") then read:extend(read_html(block.text)) else read:insert(block) end
      end
      return read
    end,
  }
  document.blocks = document.blocks:walk {
    Inlines = function(inlines) return join_tags(inlines, "RawInline", wrap_inlines) end,
  }
  document.blocks = drop_page_only(document.blocks)
  return document
end
