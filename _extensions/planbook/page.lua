-- What a page needs beside what pandoc writes: the interactive face of a chart in the place of its drawing, tables
-- that scroll and are named, marks that explain themselves, code that is folded. For HTML alone.

local marks = { flags = {} } -- titles of marks, in the language of the page

local function read_marks(meta)
  local told = meta.planbook or {}
  marks.illustrative = told.illustrative and pandoc.utils.stringify(told.illustrative)
  for code, title in pairs(told.flags or {}) do marks.flags[code] = pandoc.utils.stringify(title) end
end

local function escaped(text)
  return (text:gsub("&", "&amp;"):gsub("<", "&lt;"):gsub(">", "&gt;"):gsub('"', "&quot;"))
end

local function raw(html)
  return pandoc.RawInline("html", html)
end

local function tagged(name, attributes, inlines)
  local opening = "<" .. name
  for _, pair in ipairs(attributes) do
    if pair[2] and pair[2] ~= "" then opening = ("%s %s=\"%s\""):format(opening, pair[1], escaped(pair[2])) end
  end
  local made = pandoc.Inlines { raw(opening .. ">") }
  made:extend(inlines)
  made:insert(raw("</" .. name .. ">"))
  return made
end

local function Span(span)
  local classes, attributes = span.classes, span.attributes
  if classes:includes("sign") then
    attributes["aria-hidden"] = "true" -- the word beside it says the same
    return span
  end
  if classes:includes("illustrative") then
    return tagged("abbr", { { "class", "illustrative" }, { "title", marks.illustrative } }, span.content)
  end
  if classes:includes("flag") then
    local title = marks.flags[pandoc.utils.stringify(span.content)]
    return tagged("abbr", { { "class", "flag" }, { "title", title } }, span.content)
  end
  if classes:includes("term") then
    local said = { { "class", "term" }, { "tabindex", "0" }, { "data-definition", attributes.definition } }
    return tagged("dfn", said, span.content)
  end
end

-- Paragraphs and lists with a class of their own, which Markdown knows as divs.
local PARAGRAPHS = pandoc.List {
  "headline", "headline-rest", "counts-head", "verdict-sentence", "arithmetic", "record", "table-note", "chart-source", "empty", "output",
  "take-away",
}
local LISTS = pandoc.List { "counts", "downloads" }

local function has_class(div, known)
  return div.classes:find_if(function(class) return known:includes(class) end) ~= nil
end

local function opening(name, element)
  local identifier = element.identifier ~= "" and (' id="%s"'):format(escaped(element.identifier)) or ""
  return ('<%s%s class="%s">'):format(name, identifier, escaped(table.concat(element.classes, " ")))
end

local function list_with_class(div)
  local made = pandoc.Blocks { pandoc.RawBlock("html", opening("ul", div)) }
  for _, item in ipairs(div.content[1].content) do
    local content = item[1] and item[1].content or pandoc.Inlines {}
    local whole = #content == 1 and content[1].t == "Span" and content[1]
    made:insert(pandoc.RawBlock("html", whole and opening("li", whole) or "<li>"))
    made:insert(pandoc.Plain(whole and whole.content or content))
    made:insert(pandoc.RawBlock("html", "</li>"))
  end
  made:insert(pandoc.RawBlock("html", "</ul>"))
  return made
end

local function folded(div)
  local section = div.attributes.section
  local of_section = section and ('<span class="visually-hidden"> · %s</span>'):format(escaped(section)) or ""
  local made = pandoc.Blocks {
    pandoc.RawBlock("html", ('<details class="computation" id="%s" data-pagefind-ignore="all"><summary>%s%s</summary>'):format(
      escaped(div.identifier), escaped(div.attributes.summary or ""), of_section)),
  }
  made:extend(div.content)
  made:insert(pandoc.RawBlock("html", "</details>"))
  return made
end

local function Div(div)
  local only = #div.content == 1 and div.content[1]
  if div.classes:includes("computation") then return folded(div) end
  if only and (only.t == "Para" or only.t == "Plain") and has_class(div, PARAGRAPHS) then
    local inlines = pandoc.Inlines { raw(opening("p", div)) }
    inlines:extend(only.content)
    inlines:insert(raw("</p>"))
    return pandoc.Plain(inlines)
  end
  if only and only.t == "BulletList" and has_class(div, LISTS) then return list_with_class(div) end
end

-- Tables

local function each_cell(rows, act)
  for _, row in ipairs(rows) do
    for _, cell in ipairs(row.cells) do
      if cell.alignment == "AlignRight" then cell.classes:insert("number") end
      act(cell)
    end
  end
  return rows
end

-- On a phone each row is a card that says of each cell what heads its column; roles keep it a table to who listens.
local function show_as_cards(tbl)
  local heads = pandoc.List()
  for _, row in ipairs(tbl.head.rows) do
    for _, cell in ipairs(row.cells) do heads:insert(pandoc.utils.stringify(pandoc.Blocks(cell.contents))) end
  end
  local function say(rows, head_columns)
    for _, row in ipairs(rows) do
      row.attributes.role = "row"
      for position, cell in ipairs(row.cells) do
        if head_columns == nil then
          cell.attributes.role = "columnheader"
        elseif position <= head_columns then
          cell.attributes.role = "rowheader"
        elseif cell.col_span == 1 then
          cell.attributes.role = "cell"
          cell.attributes["data-label"] = heads[position]
        end
      end
    end
    return rows
  end
  tbl.attributes["table-role"] = "table"
  tbl.head.attr.attributes.role = "rowgroup"
  tbl.head.rows = say(tbl.head.rows, nil)
  for _, body in ipairs(tbl.bodies) do
    body.attr.attributes.role = "rowgroup"
    body.body = say(body.body, body.row_head_columns)
  end
end

local function Table(tbl)
  if not tbl.classes:includes("planbook") then return nil end
  tbl.head.rows = each_cell(tbl.head.rows, function(cell)
    if #cell.contents > 0 then cell.attributes.scope = cell.col_span > 1 and "colgroup" or "col" end
  end)
  for _, body in ipairs(tbl.bodies) do
    body.head = each_cell(body.head, function(cell) cell.attributes.scope = "rowgroup" end)
    for _, row in ipairs(body.body) do
      for position, cell in ipairs(row.cells) do
        if position <= body.row_head_columns then cell.attributes.scope = "row" end
      end
    end
    body.body = each_cell(body.body, function() end)
  end
  if tbl.classes:includes("cards") then show_as_cards(tbl) end
  local role = tbl.attributes.role or "region"
  tbl.attributes.role, tbl.attributes["table-role"] = tbl.attributes["table-role"], nil
  local attributes = { { "role", role }, { "tabindex", "0" } }
  if #tbl.caption.long > 0 and tbl.identifier ~= "" then
    local id = tbl.identifier .. "-caption"
    local inlines = pandoc.utils.blocks_to_inlines(tbl.caption.long)
    tbl.caption.long = pandoc.Blocks { pandoc.Plain { pandoc.Span(inlines, pandoc.Attr(id)) } }
    attributes[#attributes + 1] = { "aria-labelledby", id }
  end
  -- The frame bears the id: Quarto would make a float with a number of its own of a table that has one.
  local identifier = tbl.identifier
  tbl.identifier = ""
  return pandoc.Div({ tbl }, pandoc.Attr(identifier, { "table-scroll" }, attributes))
end

-- Charts: beside `charts/x.svg` lies `charts/x.html`, the same as a face that a reader can try. It goes into a div
-- that Quarto knows as a figure, and numbers, by its id `fig-x`; the div's last paragraph is the caption.

local folder = "."

local function find_folder()
  local input = quarto and quarto.doc and quarto.doc.input_file or PANDOC_STATE.input_files[1] or ""
  folder = pandoc.path.directory(input)
end

-- In Quarto's frame the script for charts and terms comes with the extension; Planbook's own frame brings it.
local function bring_script()
  if not (quarto and quarto.doc and quarto.doc.add_html_dependency) then return end
  local file = io.open(quarto.utils.resolve_path("site.js"), "rb")
  if not file then return end -- the checkout's own extension: a build puts the script into that of the project it leaves
  file:close()
  quarto.doc.add_html_dependency {
    name = "planbook", version = "1.0.0", scripts = { { path = "site.js", afterBody = true } },
    resources = { { name = "plotly.min.js", path = "plotly.min.js" } },
  }
end

-- Title and subtitle of a chart's caption: its source stands in the face, below the drawing.
local function caption_on_page(inlines)
  local kept = pandoc.Inlines {}
  for _, inline in ipairs(inlines) do
    local shown = inline.t == "Span" and (inline.classes:includes("chart-title") or inline.classes:includes("chart-subtitle"))
    if shown and #kept > 0 then kept:insert(pandoc.Space()) end
    if shown then kept:insert(inline) end
  end
  return #kept > 0 and kept or inlines
end

local function interactive_face(images, identifier, caption)
  if #images ~= 1 or not images[1].src:match("%.svg$") then return nil end
  local file = io.open(pandoc.path.join { folder, (images[1].src:gsub("%.svg$", ".html")) }, "rb")
  if not file then return nil end
  local html = file:read("a")
  file:close()
  if identifier == "" then identifier = images[1].identifier end
  local content = { pandoc.RawBlock("html", html), pandoc.Para(caption_on_page(caption)) }
  return pandoc.Div(content, pandoc.Attr(identifier, { "chart" }))
end

local function images_of(block)
  local images = pandoc.List()
  pandoc.Blocks { block }:walk { Image = function(image) images:insert(image) end }
  return images
end

local function Figure(figure)
  return interactive_face(images_of(figure), figure.identifier, pandoc.utils.blocks_to_inlines(figure.caption.long))
end

local function Para(para) -- Quarto knows a figure only later
  local image = para.content[1]
  if #para.content == 1 and image.t == "Image" then return interactive_face({ image }, "", image.caption) end
end

-- A sentence that points to a figure (`[… @fig-x …]{.see-figure}`) is left out where the page does not show that figure.
local function drop_idle_pointers(document)
  local shown = {}
  local function note(element) shown[element.identifier] = true end
  document.blocks:walk { Div = note, Figure = note, Image = note }
  document.blocks = document.blocks:walk {
    Span = function(span)
      if not span.classes:includes("see-figure") then return nil end
      local missing = false
      span.content:walk {
        Cite = function(cite)
          for _, citation in ipairs(cite.citations) do missing = missing or not shown[citation.id] end
        end,
      }
      return missing and {} or span.content
    end,
  }
  return document
end

return {
  { Meta = read_marks },
  { Pandoc = function(document) find_folder() bring_script() return drop_idle_pointers(document) end },
  { Figure = Figure, Para = Para },
  { Span = Span },
  { Table = Table },
  { Div = Div },
}
