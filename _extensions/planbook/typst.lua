-- Native pandoc elements to the functions of report.typ. Runs last, for Typst output only.

local WRITER = "typst-smart" -- keep “ ” ’ … as they are: Typst's own quotes guess wrong after Chinese characters
local OPTIONS = pandoc.WriterOptions { wrap_text = "wrap-none" }

local ALIGNMENTS = { AlignLeft = "left", AlignRight = "right", AlignCenter = "center", AlignDefault = "left" }
local ILLUSTRATIVE, FLAG = "#illustrative-mark;", "#flag"
local LOOKS = { "verdict", "outlook", "status" }

local function typst(blocks)
  local text = pandoc.write(pandoc.Pandoc(blocks), WRITER, OPTIONS)
  return (text:gsub("%s+$", ""))
end

-- The text of each of many lists of blocks, written at once: the writer takes longer to begin than to write a cell.
local BETWEEN = "\1"
local function typst_of_each(lists)
  local together, texts = pandoc.Blocks {}, pandoc.List()
  for _, blocks in ipairs(lists) do
    together:extend(blocks)
    together:insert(pandoc.RawBlock("typst", BETWEEN))
  end
  for text in typst(together):gmatch("([^" .. BETWEEN .. "]*)" .. BETWEEN) do
    texts:insert((text:gsub("^\n+", ""):gsub("%s+$", "")))
  end
  return texts
end

local function content(blocks)
  return "[" .. typst(blocks) .. "]"
end

local words = {} -- contents that are one word: marks, which come again and again

local function inline_content(inlines)
  local word = #inlines == 1 and inlines[1].t == "Str" and inlines[1].text
  if not word then return content { pandoc.Plain(inlines) } end
  words[word] = words[word] or content { pandoc.Plain(inlines) }
  return words[word]
end

local function quoted(text)
  return '"' .. text:gsub("\\", "\\\\"):gsub('"', '\\"'):gsub("[\r\n]+", " ") .. '"'
end

local function raw(text)
  return pandoc.RawInline("typst", text)
end

local function raw_block(text)
  return pandoc.RawBlock("typst", text)
end

-- `[`, content, `];` around inlines that stay native. The semicolon ends the call whatever text follows.
local function wrapped(call, inlines)
  local result = pandoc.Inlines { raw("#" .. call .. "[") }
  result:extend(inlines)
  result:insert(raw("];"))
  return result
end

local function class_code(classes, family)
  for _, class in ipairs(classes) do
    local code = class:match("^" .. family .. "%-(.+)$")
    if code then return code end
  end
end

-- The shape before a word, in Markdown or in a span of its own, stays on the word's line.
local function bind_mark(inlines)
  local first, second = inlines[1], inlines[2]
  if not (second and second.t == "Space") then return inlines end
  if first.t == "Str" and utf8.len(first.text) <= 2 then inlines[1] = raw("#mark" .. inline_content { first } .. ";") end
  inlines[2] = pandoc.Str("\u{A0}")
  return inlines
end

local function Span(span)
  for _, family in ipairs(LOOKS) do
    local code = class_code(span.classes, family)
    if code then return wrapped(("look(%s)"):format(quoted(family .. "-" .. code)), bind_mark(span.content)) end
  end
  if span.classes:includes("sign") then return raw("#mark" .. inline_content(span.content) .. ";") end
  if span.classes:includes("illustrative") then return raw(ILLUSTRATIVE) end
  if span.classes:includes("flag") then return raw(FLAG .. inline_content(span.content) .. ";") end
  if span.classes:includes("unit") then return wrapped("unit", span.content) end
  local tag = class_code(span.classes, "tag")
  if tag then return wrapped(("tag(%s)"):format(quoted(tag)), span.content) end
  return span.content
end

local function is_number_mark(inline)
  return inline and inline.t == "RawInline" and (inline.text == ILLUSTRATIVE or inline.text:sub(1, #FLAG) == FLAG)
end

local function ends_number(inline)
  return inline and (is_number_mark(inline) or inline.t == "Str" and inline.text:match("[%d%%)]$"))
end

-- The last character of a word and, where it is a number, the whole number.
local function split_tail(text)
  local head, tail = text:match("^(.-)([%d.,%%]+)$")
  if head then return head, tail end
  local last = utf8.offset(text, -1)
  return text:sub(1, last - 1), text:sub(last)
end

-- A number and the marks after it stay on one line; a space between them is taken away, for the mark brings its own.
local function Inlines(inlines)
  local close = pandoc.List()
  for position, inline in ipairs(inlines) do
    local between = inline.t == "Space" and is_number_mark(inlines[position + 1]) and ends_number(inlines[position - 1])
    if not between then close:insert(inline) end
  end
  local bound, position = pandoc.List(), 1
  while position <= #close do
    local inline = close[position]
    if inline.t == "Str" and is_number_mark(close[position + 1]) then
      local head, tail = split_tail(inline.text)
      if head ~= "" then bound:insert(pandoc.Str(head)) end
      bound:extend { raw("#box["), pandoc.Str(tail) }
      while is_number_mark(close[position + 1]) do
        position = position + 1
        bound:insert(close[position])
      end
      bound:insert(raw("];"))
    else
      bound:insert(inline)
    end
    position = position + 1
  end
  return bound
end

-- A little air between a footnote's number and its text.
local function Note(note)
  local first = note.content[1]
  if first and (first.t == "Para" or first.t == "Plain") then first.content:insert(1, raw("#h(0.3em);")) end
  return note
end

-- With the extension `smart` (Quarto's default) the writer turns typographic quotes into straight ones, for Typst to
-- guess at; as raw text they stay.
local SMART = PANDOC_WRITER_OPTIONS.extensions:includes("smart")
local PROTECTED = { ["‘"] = true, ["’"] = true, ["“"] = true, ["”"] = true, ["…"] = true, ["—"] = true }

local illustrative_sign -- as planbook/looks.py has it

local function read_signs(meta)
  illustrative_sign = utf8.char(tonumber(pandoc.utils.stringify(meta["illustrative-sign"]), 16))
end

local function Str(word)
  local pieces, plain = pandoc.List(), ""
  for _, code in utf8.codes(word.text) do
    local character = utf8.char(code)
    local code_for_typst = character == illustrative_sign and ILLUSTRATIVE or SMART and PROTECTED[character] and character
    if code_for_typst then
      if plain ~= "" then pieces:insert(pandoc.Str(plain)) end
      pieces:insert(raw(code_for_typst))
      plain = ""
    else
      plain = plain .. character
    end
  end
  if #pieces == 0 then return nil end
  if plain ~= "" then pieces:insert(pandoc.Str(plain)) end
  return pieces
end

local function Math(math)
  local code = typst { pandoc.Plain { math } }
  return raw(("#{ set math.equation(alt: %s); [%s] }"):format(quoted(math.text), code))
end

local function image_width(image, default)
  local width = image.attributes.width
  if not width then return default end
  local percent = width:match("^([%d.]+)%%$")
  if percent then return percent .. "%" end
  local pixels = width:match("^([%d.]+)p?x?$")
  return pixels and ("%gpt"):format(tonumber(pixels) * 0.75) or default
end

local function image_call(image, default_width, fallback_alt)
  local alt = image.attributes.alt or pandoc.utils.stringify(image.caption)
  if alt == "" then alt = fallback_alt or "" end
  return ("image(%s, alt: %s, width: %s)"):format(quoted(image.src), quoted(alt), image_width(image, default_width))
end

local function Image(image)
  if image.attributes["set-in-figure"] then return nil end
  return raw("#box(" .. image_call(image, "100%", image.src) .. ")")
end

local function Link(link)
  if not link.classes:includes("figure-ref") then return nil end
  local alone = link.attributes["number-alone"] and ", supplement: none" or ""
  return raw(("#ref(label(%s)%s);"):format(quoted(link.target:sub(2)), alone))
end

-- A reader on paper is told the page that a link leads to: once a chapter, at the end of a passage that links to one
-- place, after the link where it links to several. Cells of tables, headings and captions keep the link alone.
local function page_of(target)
  return raw(("#on-page(<%s>);"):format(target:sub(2)))
end

local function at_end(inlines, told)
  local last = inlines[#inlines]
  local text, stop = "", ""
  if last.t == "Str" then
    text, stop = last.text:match("^(.*)(。)$")
    if not text then text, stop = last.text:match("^(.*)(%.)$") end
  end
  if text and stop ~= "" then
    inlines[#inlines] = pandoc.Str(text)
    inlines:extend { told, pandoc.Str(stop) }
  else
    inlines:insert(told)
  end
  return inlines
end

local function tell_pages(document)
  local told
  local function passage(block)
    local targets = pandoc.List()
    block:walk {
      Link = function(link)
        local is_new = link.target:sub(1, 1) == "#" and not link.classes:includes("figure-ref") and not told[link.target] and not targets:includes(link.target)
        if is_new then targets:insert(link.target) end
      end,
    }
    for _, target in ipairs(targets) do told[target] = true end
    if #targets == 1 then
      block.content = at_end(block.content, page_of(targets[1]))
      return block, false
    end
    return block:walk {
      Link = function(link)
        local _, place = targets:find(link.target)
        if not place then return nil end
        targets:remove(place)
        return { link, page_of(link.target) }
      end,
    }, false
  end
  local function leave(element) return element, false end
  told = {}
  document.blocks = document.blocks:walk {
    traverse = "topdown", Table = leave, Figure = leave, Para = passage, Plain = passage,
    Header = function(header)
      if header.classes:includes("chapter") then told = {} end
      return header, false
    end,
  }
  return document
end

-- Images of figures keep their place until the figure itself is written.
local function Figure(figure)
  return figure:walk { Image = function(image) image.attributes["set-in-figure"] = "true" return image end }
end

local function cell_padding(cell, extras)
  local missing = {}
  for extra, width in pairs(extras) do
    if not cell:find(extra, 1, true) then missing[#missing + 1] = width end
  end
  table.sort(missing)
  return #missing > 0 and "#h(" .. table.concat(missing, " + ") .. ")" or ""
end

local MARK_WIDTHS = { [ILLUSTRATIVE] = "illustrative-width", [FLAG] = "flag-width" }

local function cell_options(cell, column_alignment, wrap)
  local options = pandoc.List()
  if wrap then
    local side = wrap == "table-head" and cell.alignment ~= "AlignDefault" and cell.alignment or column_alignment
    options:insert(("align: %s + bottom"):format(wrap == "group-head" and "left" or ALIGNMENTS[side]))
  end
  if wrap == "table-head" and cell.col_span > 1 then options:insert("stroke: (bottom: spanner-rule)") end
  if cell.col_span > 1 then options:insert("colspan: " .. cell.col_span) end
  if cell.row_span > 1 then options:insert("rowspan: " .. cell.row_span) end
  if not wrap and cell.alignment ~= "AlignDefault" and cell.alignment ~= column_alignment then
    options:insert("align: " .. ALIGNMENTS[cell.alignment])
  end
  return options
end

-- In a head, a short Chinese word stays in one piece: `2023年实际` breaks after 年, `“十三五”年均` after ”.
local function keep_short_words(blocks)
  return pandoc.Blocks(blocks):walk {
    Str = function(word)
      local kept = pandoc.List()
      for part in word.text:gsub("”", "”\t"):gsub("(%d%d%d%d年)", "%1\t"):gmatch("[^\t]+") do
        local length = utf8.len(part)
        if length > 1 and length <= 6 and part:find("[\xE4-\xE9]") then
          kept:extend { raw("#box["), pandoc.Str(part), raw("];") }
        else
          kept:insert(pandoc.Str(part))
        end
      end
      return kept
    end,
  }
end

-- The rows of a table with what each cell holds written as Typst, its `text`; caption and `notes` too.
local function write_contents(tbl, notes)
  local cells, contents = pandoc.List(), pandoc.List()
  local function write_later(holder, blocks)
    cells:insert(holder)
    contents:insert(blocks)
    return holder
  end
  local function read_rows(rows, is_head)
    return pandoc.List(rows):map(function(row)
      return {
        cells = pandoc.List(row.cells):map(function(cell)
          local read = { alignment = cell.alignment, col_span = cell.col_span, row_span = cell.row_span }
          return write_later(read, is_head and keep_short_words(cell.contents) or cell.contents)
        end),
      }
    end)
  end
  local written = {
    head = read_rows(tbl.head.rows, true),
    bodies = pandoc.List(tbl.bodies):map(function(body)
      return { head = read_rows(body.head), body = read_rows(body.body) }
    end),
    foot = read_rows(tbl.foot.rows),
    caption = write_later({}, tbl.caption.long),
    notes = write_later({}, notes),
  }
  for position, text in ipairs(typst_of_each(contents)) do cells[position].text = text end
  return written
end

-- Rows as Typst arguments; `wrap` is a function of report.typ around each cell's content, or nil.
local function write_rows(rows, specs, wrap)
  local lines, taken = pandoc.List(), {}
  for row_number, row in ipairs(rows) do
    local cells, column = pandoc.List(), 1
    for _, cell in ipairs(row.cells) do
      while taken[column] and taken[column] >= row_number do column = column + 1 end
      local spec = specs[column] or { "AlignDefault" }
      local text = cell.text
      if not wrap and cell.alignment == "AlignRight" and spec.extras then
        text = text .. cell_padding(text, spec.extras)
      end
      text = "[" .. text .. "]"
      if wrap then text = "[#" .. wrap .. text .. "]" end
      local options = cell_options(cell, spec[1], wrap)
      if #options > 0 then text = ("table.cell(%s)%s"):format(table.concat(options, ", "), text) end
      cells:insert(text)
      for spanned = column, column + cell.col_span - 1 do taken[spanned] = row_number + cell.row_span - 1 end
      column = column + cell.col_span
    end
    lines:insert("    " .. table.concat(cells, ", ") .. ",")
  end
  return table.concat(lines, "\n")
end

-- Where some numbers of a column bear a mark, the others leave its width free, so that digits stay under digits.
local function find_extras(tbl, written)
  local specs = {}
  for number, spec in ipairs(tbl.colspecs) do specs[number] = { spec[1] } end
  for _, body in ipairs(written.bodies) do
    for _, row in ipairs(body.body) do
      local column = 1
      for _, cell in ipairs(row.cells) do
        if specs[column] and (cell.alignment == "AlignRight" or specs[column][1] == "AlignRight") then
          for extra, width in pairs(MARK_WIDTHS) do
            if cell.text:find(extra, 1, true) then
              specs[column].extras = specs[column].extras or {}
              specs[column].extras[extra] = width
            end
          end
        end
        column = column + cell.col_span
      end
    end
  end
  return specs
end

-- How many rows stay together at either end of a table, so that each side of a break has as many.
local KEPT_ROWS = 3

-- The rows of all bodies in their order, each with the heads of the group it opens (`heads`) and whether a cell of an
-- earlier row reaches into it (`is_reached`).
local function list_rows(written)
  local listed = pandoc.List()
  local function list_body(rows, heads)
    local reached = 0
    for number, row in ipairs(rows) do
      listed:insert({ row = row, heads = number == 1 and heads or nil, is_reached = reached > 0 })
      reached = math.max(reached - 1, 0)
      for _, cell in ipairs(row.cells) do reached = math.max(reached, cell.row_span - 1) end
    end
  end
  for _, body in ipairs(written.bodies) do list_body(body.body, #body.head > 0 and body.head or nil) end
  list_body(written.foot)
  return listed
end

-- Rows `first` to `last` as Typst arguments; rows that a cell spans are written together.
local function write_listed(listed, first, last, specs)
  local parts, together = pandoc.List(), pandoc.List()
  local function let_go()
    if #together > 0 then parts:insert(write_rows(together, specs)) end
    together = pandoc.List()
  end
  for position = first, last do
    local entry = listed[position]
    if entry.heads then
      let_go()
      local heads = write_rows(entry.heads, specs, "group-head")
      parts:insert("  table.header(level: 2, repeat: false,\n" .. heads .. "\n  ),")
    end
    together:insert(entry.row)
  end
  let_go()
  return table.concat(parts, "\n")
end

-- Heads of groups among the last rows are no headers there: Typst has none in a table's foot.
local function write_last(listed, first, last, specs)
  local parts = pandoc.List()
  for position = first, last do
    local entry = listed[position]
    if entry.heads then parts:insert(write_rows(entry.heads, specs, "group-head")) end
    local rows = pandoc.List { entry.row }
    while position < last and listed[position + 1].is_reached do
      position = position + 1
      rows:insert(listed[position].row)
    end
    if not entry.is_reached then parts:insert(write_rows(rows, specs)) end
  end
  return table.concat(parts, "\n")
end

-- The first rows, those between and the last, as Typst arguments. The last are set as the table's foot, which stays in
-- one piece; `report-table` sees to the first. A table too short to be divided has first rows only.
local function write_body(written, specs)
  local listed = list_rows(written)
  local first_end, last_start = math.min(KEPT_ROWS, #listed), #listed - KEPT_ROWS + 1
  while first_end < #listed and listed[first_end + 1].is_reached do first_end = first_end + 1 end
  while last_start > 1 and listed[last_start].is_reached do last_start = last_start - 1 end
  if last_start <= first_end then return write_listed(listed, 1, #listed, specs), "", "" end
  return write_listed(listed, 1, first_end, specs), write_listed(listed, first_end + 1, last_start - 1, specs),
    write_last(listed, last_start, #listed, specs)
end

local function write_table(tbl, notes)
  local widths, alignments = pandoc.List(), pandoc.List()
  for _, spec in ipairs(tbl.colspecs) do
    widths:insert(("%.3ffr"):format(100 * (spec[2] or 1 / #tbl.colspecs)))
    alignments:insert(ALIGNMENTS[spec[1]])
  end
  local written = write_contents(tbl, notes)
  local specs = find_extras(tbl, written)
  local lines = pandoc.List { "#report-table(" }
  lines:insert(("  columns: (%s,),"):format(table.concat(widths, ", ")))
  lines:insert(("  align: (%s,),"):format(table.concat(alignments, ", ")))
  lines:insert(("  size: %spt,"):format(tbl.attributes.size or "9"))
  lines:insert(("  gutter: %spt,"):format(tbl.attributes.gutter or "8"))
  if tbl.attributes.orientation == "landscape" then lines:insert("  landscape: true,") end
  if tbl.attributes["end-mark"] then lines:insert("  end: " .. quoted(tbl.attributes["end-mark"]) .. ",") end
  if tbl.classes:includes("strip") then lines:insert("  strip: true,") end
  if #tbl.caption.long > 0 and not tbl.classes:includes("uncaptioned") then lines:insert("  caption: [" .. written.caption.text .. "],") end
  lines:insert("  chapter: chapter-number,")
  if tbl.classes:includes("yearbook") then
    local number = pandoc.utils.stringify(tbl.caption.long):match("^[%d-]+")
    lines:insert("  own-number: " .. quoted(number or "") .. ",")
  end
  if tbl.identifier ~= "" then lines:insert("  id: " .. quoted(tbl.identifier) .. ",") end
  if #notes > 0 then lines:insert("  notes: [" .. written.notes.text .. "],") end
  if #written.head > 0 then
    lines:insert("  head: (\n" .. write_rows(written.head, specs, "table-head") .. "\n  ),")
  end
  local first_rows, rows, last_rows = write_body(written, specs)
  if tbl.attributes.whole or last_rows == "" then lines:insert("  whole: true,") end
  lines:insert("  first: (\n" .. first_rows .. "\n  ),")
  if last_rows ~= "" then lines:insert("  last: (\n" .. last_rows .. "\n  ),") end
  lines:insert(rows)
  lines:insert(")")
  return raw_block(table.concat(lines, "\n"))
end

-- The first sentence of a caption, and the rest: a chart's caption is its finding, then what is measured and the source.
local function split_caption(blocks)
  local inlines = pandoc.utils.blocks_to_inlines(blocks)
  for position, inline in ipairs(inlines) do
    if inline.t == "Str" then
      local before, after = inline.text:match("^(.-)。(.*)$")
      if not before and inline.text:match("%.$") then before, after = inline.text:sub(1, -2), "" end
      if before then
        local first, rest = pandoc.Inlines {}, pandoc.Inlines { pandoc.Str(after) }
        for earlier = 1, position - 1 do first:insert(inlines[earlier]) end
        first:insert(pandoc.Str(before))
        local begun = after ~= ""
        for later = position + 1, #inlines do
          if begun or inlines[later].t ~= "Space" then rest:insert(inlines[later]) begun = true end
        end
        return first, begun and rest or pandoc.Inlines {}
      end
    end
  end
  return inlines, pandoc.Inlines {}
end

local function write_figure(figure, source)
  local images, others = pandoc.List(), pandoc.List()
  figure:walk { Image = function(image) images:insert(image) end }
  if #images == 0 then return nil end
  local caption, detail = split_caption(figure.caption.long)
  local calls = pandoc.List()
  for _, image in ipairs(images) do
    calls:insert(image_call(image, "100%", pandoc.utils.stringify(figure.caption.long)))
  end
  if #detail > 0 then source:insert(1, pandoc.Para(detail)) end
  local lines = pandoc.List { "#report-figure(", "  " .. table.concat(calls, ", ") .. "," }
  if #caption > 0 then lines:insert("  caption: " .. inline_content(caption) .. ",") end
  local identifier = figure.identifier ~= "" and figure.identifier or images[1].identifier
  if identifier ~= "" then lines:insert("  id: " .. quoted(identifier) .. ",") end
  if #source > 0 then lines:insert("  source: " .. content(source) .. ",") end
  if figure.attributes.after then
    local levels = pandoc.List()
    for level in (figure.attributes.headings or ""):gmatch("%d+") do levels:insert(quoted(level) .. ",") end
    lines:insert(("  after: %s, headings: (%s),"):format(quoted(figure.attributes.after), table.concat(levels, " ")))
  end
  lines:insert("  chapter: chapter-number,")
  lines:insert(")")
  return raw_block(table.concat(lines, "\n"))
end

-- Drawings that wait for a page come before a chapter or a part of one. A part begins on a new page and is named in
-- the running head after the chapter.
local function open_chapter(header)
  local opening = "#place.flush()"
  if header.level == 1 then -- the assessment is set closer, so that it takes two pages, and so are notes on statistics
    local is_close = header.identifier == "index" or header.identifier:match("yearbook")
    local role = is_close and "summary" or "body"
    opening = opening .. ("\n#set text(size: %s-size)\n#set par(leading: %s-leading, spacing: %s-spacing)"):format(role, role, role)
  end
  local number = header.attributes.number
  header.attributes.number = nil
  if number then
    opening = opening .. "\n#let chapter-number = " .. quoted(number)
    for _, kind in ipairs { "table", "image" } do
      opening = opening .. ("\n#counter(figure.where(kind: %s)).update(0)"):format(kind)
    end
  end
  if header.classes:includes("part") then
    opening = opening .. "\n#pagebreak(weak: true)\n#open-part" .. inline_content(header.content)
  end
  return { raw_block(opening), header }
end

local function is_list(block)
  return block and (block.t == "BulletList" or block.t == "OrderedList")
end

local function is_div_of(block, class)
  return block and block.t == "Div" and block.classes:includes(class)
end

-- Content of the Divs of `class` that follow `position`, and the position of the last of them.
local function following(blocks, position, class)
  local found = pandoc.List()
  while is_div_of(blocks[position + 1], class) do
    position = position + 1
    found:extend(blocks[position].content)
  end
  return found, position
end

local function part_of_count(item, class)
  local found
  pandoc.Blocks(item):walk {
    Span = function(span) if span.classes:includes(class) then found = found or span.content end end,
  }
  if not found then return "none" end
  return (inline_content(found):gsub(" · ", " \\ "))
end

local function code_of_count(item)
  local class
  local function look(element)
    for _, family in ipairs(LOOKS) do
      local code = class_code(element.classes, family)
      class = class or code and family .. "-" .. code
    end
  end
  pandoc.Blocks(item):walk { Div = look, Span = look }
  return quoted(class or "")
end

local function write_counts(div)
  local counts = pandoc.List()
  pandoc.Blocks(div.content):walk {
    BulletList = function(list)
      for _, item in ipairs(list.content) do
        counts:insert(("  (%s, %s, %s, %s),"):format(
          code_of_count(item), part_of_count(item, "count-number"), part_of_count(item, "count-label"),
          part_of_count(item, "count-split")))
      end
    end,
  }
  return raw_block("#counts(\n" .. table.concat(counts, "\n") .. "\n)")
end

local DIV_FUNCTIONS = {
  headline = "headline", note = "note-box", ["callout-note"] = "note-box", ["callout-warning"] = "note-box",
  ["table-note"] = "small-note", ["chart-source"] = "small-note",
}

local function write_div(div)
  if div.classes:includes("sheet") then
    local text = content(div.content):gsub("#report%-figure%(", "#report-figure(at-most: at-most, ")
    return { raw_block("#sheet(at-most => " .. text .. ")") }
  end
  for class, name in pairs(DIV_FUNCTIONS) do
    if div.classes:includes(class) then return { raw_block("#" .. name .. content(div.content)) } end
  end
  return div.content
end

local function write_definitions(list)
  local written = pandoc.List()
  for _, item in ipairs(list.content) do
    local meanings = pandoc.Blocks {}
    for _, meaning in ipairs(item[2]) do meanings:extend(meaning) end
    local meaning = pandoc.utils.blocks_to_inlines(meanings)
    written:insert("#definition" .. inline_content(item[1]) .. inline_content(meaning))
  end
  return raw_block(table.concat(written, "\n"))
end

local function Blocks(blocks)
  local written, position = pandoc.List(), 1
  while position <= #blocks do
    local block = blocks[position]
    if block.t == "Table" then
      local notes
      notes, position = following(blocks, position, "table-note")
      written:insert(write_table(block, notes))
    elseif block.t == "Figure" then
      local source
      source, position = following(blocks, position, "chart-source")
      written:insert(write_figure(block, source) or block)
    elseif block.t == "Div" then
      written:extend(write_div(block))
    elseif block.t == "DefinitionList" then
      written:insert(write_definitions(block))
    elseif block.t == "Header" and block.classes:includes("chapter") then
      written:extend(open_chapter(block))
    elseif block.t == "Para" and is_list(blocks[position + 1]) then
      written:insert(raw_block("#lead-in" .. content { block }))
    else
      written:insert(block)
    end
    position = position + 1
  end
  return written
end

-- A figure is told what comes before it on its page: a mark at the end of that passage or table, and the levels of the
-- headings between (`report-figure` makes use of both).
local function mark_before_figures(document)
  local blocks, marks = document.blocks, 0
  for position, block in ipairs(blocks) do
    if block.t == "Figure" then
      local levels, before = pandoc.List(), position - 1
      while before > 0 and (blocks[before].t == "Header" and blocks[before].level > 1 or is_div_of(blocks[before], "chart-source")) do
        if blocks[before].t == "Header" then levels:insert(tostring(blocks[before].level)) end
        before = before - 1
      end
      while is_div_of(blocks[before], "table-note") do before = before - 1 end
      local earlier = blocks[before]
      while earlier and is_list(earlier) do -- the last passage of a list
        local item = earlier.content[#earlier.content]
        earlier = item[#item]
      end
      local name = "before-figure-" .. (marks + 1)
      if earlier and (earlier.t == "Para" or earlier.t == "Plain") then
        earlier.content:insert(raw(("#metadata(none)<%s>"):format(name)))
      elseif earlier and earlier.t == "Table" and earlier.attributes.orientation ~= "landscape" then
        earlier.attributes["end-mark"] = name
      else
        name = nil
      end
      if name then
        marks = marks + 1
        block.attributes.after, block.attributes.headings = name, table.concat(levels, " ")
      end
    end
  end
  return document
end

-- A table on a page turned on its side waits for the end of its section, so that the text fills the page before it.
local function defer_landscape_tables(document)
  local blocks, waiting = pandoc.Blocks {}, pandoc.Blocks {}
  local function let_go()
    blocks:extend(waiting)
    waiting = pandoc.Blocks {}
  end
  local waits_with_table = false
  for _, block in ipairs(document.blocks) do
    if block.t == "Header" then let_go() end
    local is_note = is_div_of(block, "table-note")
    waits_with_table = block.t == "Table" and block.attributes.orientation == "landscape" or waits_with_table and is_note
    if waits_with_table then waiting:insert(block) else blocks:insert(block) end
  end
  let_go()
  document.blocks = blocks
  return document
end

-- Counts lose their classes once spans are written, so they go first.
local function write_all_counts(document)
  document.blocks = document.blocks:walk {
    Div = function(div) if div.classes:includes("counts") then return write_counts(div) end end,
  }
  return document
end

-- Lists of single lines are set close, also where cells of a notebook ended between two items.
local function List(list)
  for _, item in ipairs(list.content) do
    if #item ~= 1 or (item[1].t ~= "Para" and item[1].t ~= "Plain") then return nil end
  end
  for _, item in ipairs(list.content) do item[1] = pandoc.Plain(item[1].content) end
  return list
end

return {
  { Meta = read_signs },
  { Pandoc = defer_landscape_tables },
  { Pandoc = mark_before_figures },
  { Pandoc = write_all_counts },
  { Pandoc = tell_pages },
  { Figure = Figure, BulletList = List, OrderedList = List },
  { Span = Span, Str = Str, Math = Math, Image = Image, Link = Link },
  { Inlines = Inlines, Note = Note },
  { Blocks = Blocks },
}
