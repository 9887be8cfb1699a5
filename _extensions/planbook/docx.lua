-- Native pandoc elements to Word's: styles instead of colours, numbered captions, PNG instead of SVG.

local labels = { table = "", figure = "" }
local chapter, between = "", "-" -- what captions of a chapter begin with, and what stands before their own number
local numbers = { table = 0, figure = 0 }
local number_of_figure = {} -- by identifier

local STYLES = {
  headline = "Headline", note = "Note Box", ["callout-note"] = "Note Box", ["callout-warning"] = "Note Box", ["table-note"] = "Table Note", ["chart-source"] = "Table Note",
}
local looks = {} -- class of a verdict, an outlook or a status → its colour, from planbook/looks.py

-- Captions are numbered within chapters, as in print.
local function own_number(kind)
  return (chapter == "" and "" or chapter .. between) .. numbers[kind]
end

local function number_caption(caption, kind)
  if #caption.long == 0 then return caption end
  numbers[kind] = numbers[kind] + 1
  local first = caption.long[1]
  local prefix = pandoc.Inlines { pandoc.Str(labels[kind] .. "\u{A0}" .. own_number(kind)), pandoc.Str("\u{2003}") }
  first.content = prefix .. first.content
  return caption
end

local function read_labels(meta)
  labels.table = pandoc.utils.stringify(meta["table-label"] or "")
  labels.figure = pandoc.utils.stringify(meta["figure-label"] or "")
  if not pandoc.utils.stringify(meta.lang or "zh"):match("^zh") then between = "." end
  for class, role in pairs(meta.looks or {}) do looks[class] = pandoc.utils.stringify(role) end
end

local function all_rows(tbl)
  local rows = pandoc.List()
  rows:extend(tbl.head.rows)
  for _, body in ipairs(tbl.bodies) do
    rows:extend(body.head)
    rows:extend(body.body)
  end
  rows:extend(tbl.foot.rows)
  return rows
end

-- The strip's column of drawings, which have no PNG and so are gone by now, is left out.
local function drop_drawings(tbl)
  local first = tbl.bodies[1] and tbl.bodies[1].body[1]
  local _, number = pandoc.List(first and first.cells or {}):find_if(function(cell)
    return pandoc.utils.stringify(pandoc.Blocks(cell.contents)) == ""
  end)
  if not number then return tbl end
  for _, row in ipairs(all_rows(tbl)) do row.cells:remove(number) end
  local specs, sum = pandoc.List(tbl.colspecs), 0
  specs:remove(number)
  for _, spec in ipairs(specs) do sum = sum + (spec[2] or 0) end
  tbl.colspecs = specs:map(function(spec) return { spec[1], sum > 0 and spec[2] / sum or nil } end)
  return tbl
end

-- The strip as a picture, where one was drawn; its rows stand in the table of all indicators.
local STRIP, STRIP_DRAWING = "charts/strip.png", "charts/strip.svg"
local function is_file(path)
  local file = io.open(path, "rb")
  if file then file:close() end
  return file ~= nil
end

local function strip_picture(tbl)
  if not is_file(STRIP) and not pandoc.mediabag.lookup(STRIP) then return nil end
  local alt = pandoc.utils.stringify(pandoc.Blocks(tbl.caption.long))
  local picture = pandoc.Image(alt, STRIP, "", { width = "100%" })
  return pandoc.Figure({ pandoc.Plain { picture } }, number_caption(tbl.caption, "figure"))
end

local function Table(tbl)
  if tbl.classes:includes("strip") then
    local picture = strip_picture(tbl)
    if picture then return picture end
    tbl = drop_drawings(tbl)
  end
  if tbl.classes:includes("yearbook") then return tbl end -- these bear numbers of their own
  tbl.caption = number_caption(tbl.caption, "table")
  return tbl
end

-- Paragraphs of cells get a style of their own; pandoc gives them that of list items.
local SMALL_TYPE = 8 -- pt; tables that print sets in this type or smaller

local function style_cells(tbl)
  local style_of_text = (tonumber(tbl.attributes.size) or 9) <= SMALL_TYPE and "Table Text Small" or "Table Text"
  local function style(cell, name)
    local paragraphs = pandoc.Blocks(cell.contents):walk {
      Plain = function(plain) return pandoc.Para(plain.content) end,
    }
    cell.contents = { pandoc.Div(paragraphs, { ["custom-style"] = name }) }
  end
  for _, row in ipairs(all_rows(tbl)) do
    for _, cell in ipairs(row.cells) do
      local heads_group = #row.cells == 1 and cell.col_span == #tbl.colspecs and #tbl.colspecs > 1
      style(cell, heads_group and "Table Group" or style_of_text)
    end
  end
  if tbl.identifier == "" then return tbl end
  local identifier = tbl.identifier -- on a frame: Quarto would give a second number to a table that has one
  tbl.identifier = ""
  return pandoc.Div({ tbl }, pandoc.Attr(identifier))
end

local function Figure(figure)
  figure.caption = number_caption(figure.caption, "figure")
  local function remember(element)
    if element.identifier ~= "" then number_of_figure[element.identifier] = own_number("figure") end
  end
  remember(figure)
  figure:walk { Image = remember }
  return figure
end

local function Link(link)
  if not link.classes:includes("figure-ref") then return nil end
  local number = number_of_figure[link.target:sub(2)] or ""
  link.content = { pandoc.Str(link.attributes["number-alone"] and number or labels.figure .. "\u{A0}" .. number) }
  link.attr = pandoc.Attr()
  return link
end

-- Through Quarto its own Typst draws them, all at once, with the report's fonts; embedded, they lie beside the drawings.
local PICTURES = [[
#set page(width: auto, height: auto, margin: 0pt, fill: white)
#for name in sys.inputs.names.split("\n") { page(image(name, format: "svg")) }
]]
local function draw_pictures(document)
  local compiler = quarto and quarto.paths and quarto.paths.typst and quarto.paths.typst()
  if not compiler then return nil end
  local names, known = pandoc.List(), {}
  if is_file(STRIP_DRAWING) then names:insert(STRIP_DRAWING) end
  document.blocks:walk {
    Image = function(image)
      local wanted = image.src:match("%.svg$") and not image.src:match("^charts/inline%-")
      if wanted and not known[image.src] then
        known[image.src] = true
        names:insert(image.src)
      end
    end,
  }
  if #names == 0 then return nil end
  pandoc.system.with_temporary_directory("pictures", function(folder)
    pandoc.pipe(compiler, {
      "compile", "--root", ".", "--format", "png", "--ppi", "200", "--ignore-system-fonts",
      "--font-path", quarto.utils.resolve_path("fonts"), "--input", "names=" .. table.concat(names, "\n"),
      "-", pandoc.path.join { folder, "{p}.png" },
    }, PICTURES)
    for page, name in ipairs(names) do
      local file = assert(io.open(pandoc.path.join { folder, page .. ".png" }, "rb"))
      pandoc.mediabag.insert(name:gsub("%.svg$", ".png"), "image/png", file:read("a"))
      file:close()
    end
  end)
end

local function Image(image)
  if image.src:match("^charts/inline%-") then return {} end -- a drawing inside a table has no PNG
  local picture = image.src:gsub("%.svg$", ".png")
  if is_file(picture) or pandoc.mediabag.lookup(picture) then image.src = picture end -- Word shows it in every version
  image.attributes.width = image.attributes.width or "100%"
  return image
end

local function Span(span)
  if span.attributes["custom-style"] then return nil end
  for _, class in ipairs(span.classes) do
    if looks[class] then return pandoc.Span(span.content, { ["custom-style"] = "Look " .. looks[class] }) end
  end
  return span.content
end

-- The counts as a table: a number over its word, side by side.
local function counts_table(div)
  local numbers, words = pandoc.List(), pandoc.List()
  pandoc.Blocks(div.content):walk {
    BulletList = function(list)
      for _, item in ipairs(list.content) do
        local number, rest = pandoc.Inlines {}, pandoc.Inlines {}
        pandoc.Blocks(item):walk {
          Span = function(span)
            if span.classes:includes("count-number") then
              number:insert(pandoc.Span(span.content, { ["custom-style"] = "Count Number" }))
            elseif span.classes:includes("count-label") or span.classes:includes("count-split") then
              if #rest > 0 then rest:insert(pandoc.LineBreak()) end
              for _, inline in ipairs(span.content) do -- 约束性 1 · 预期性 2 on two lines
                if inline.t ~= "Str" or inline.text ~= "·" then
                  rest:insert(inline)
                else
                  if rest[#rest].t == "Space" then rest:remove() end
                  rest:insert(pandoc.LineBreak())
                end
              end
            end
          end,
        }
        numbers:insert({ pandoc.Plain(number) })
        words:insert({ pandoc.Plain(rest) })
      end
    end,
  }
  if #numbers == 0 then return nil end
  local columns = pandoc.List()
  for _ = 1, #numbers do columns:insert({ "AlignCenter", 1 / #numbers }) end
  local simple = pandoc.SimpleTable({}, columns:map(function(spec) return spec[1] end),
    columns:map(function(spec) return spec[2] end), {}, { numbers, words })
  return pandoc.utils.from_simple_table(simple)
end

local function Div(div)
  for class, style in pairs(STYLES) do
    if div.classes:includes(class) then return pandoc.Div(div.content, { ["custom-style"] = style }) end
  end
  return div.content
end

local NEW_PAGE = pandoc.RawBlock("openxml", '<w:p><w:r><w:br w:type="page"/></w:r></w:p>')

local function Header(header)
  if header.classes:includes("part") then return { NEW_PAGE, header } end
  if header.classes:includes("chapter") then
    chapter, numbers = header.attributes.number or "", { table = 0, figure = 0 }
    header.attributes.number = nil
    return header
  end
end

return {
  { Meta = read_labels },
  { Pandoc = draw_pictures },
  { Div = function(div) if div.classes:includes("counts") then return counts_table(div) end end },
  { Header = Header, Table = Table, Figure = Figure, Image = Image, Span = Span, Div = Div },
  { Link = Link },
  { Table = style_cells },
}
