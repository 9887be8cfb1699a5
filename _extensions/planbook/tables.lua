-- Column widths and type size of tables, from what the cells hold.
--
-- Widths are estimated in em: the report's fonts are known, and an estimate that errs a little wide is enough. Text
-- wraps between words, and between Chinese characters; a number never wraps, nor does a mark with its word. The first
-- of a few layouts is taken in which rows stay low.
--
-- Sets the width of every column (shares of 1) and the table's attributes `size` and `gutter` (pt), `orientation` (page;
-- landscape, on a page turned on its side) and `whole` (kept on one page).

-- Width of the text on an A4 page (report.typ sets the margins), size of the type and space between columns, in pt;
-- and how many lines rows may take, in the mean and at most: at first, and once no layout has been found so.
local LAYOUTS = {
  {
    name = "page", width = 453, sizes = pandoc.List { 9, 8.5, 8, 7.5 }, gutter = 7,
    average_lines = { 1.9, 4.5 }, most_lines = { 4, 10 },
  },
  {
    name = "landscape", width = 671, sizes = pandoc.List { 9, 8.5, 8, 7.5 }, gutter = 8,
    average_lines = { 0, 99 }, most_lines = { 0, 99 },
  },
}
local PROSE = 24 -- em; a cell that holds more is a passage, and may be as tall as it likes
local READABLE = 16 -- em; the width from which a passage reads as one
local KEPT_TOGETHER = 120 -- pt; lines of a table times its type
local MOST_MOVES = 40
local LONG_NUMBER = 9 -- em
local SHORT = 8 -- em; a cell that holds no more stays on one line where the table allows it
local DRAWING = ("\u{A0}"):rep(48) -- what a drawing inside a cell counts as: 12 em
local YEARBOOK_SIZE = 8.5 -- pt at most, for every line is there in two languages
local STRIP_SIZES = { 7, 6.6, 6.2 } -- pt, that it stays upright beside its summary
local YEARBOOK_SMALLEST = { 7, 6.6 } -- pt, for tables of the yearbook keep their order where none has to be turned
local STRIP_LINES = 1.1 -- rows of the strip are one line tall, if the type has to be smaller for it
local HEAD_LINES, HEAD_WEIGHT = 2, 4
local HEAD_WORD = 6 -- characters of a Chinese head that stay on one line; longer ones are halved
local LEAST_CHINESE = 5 -- characters of Chinese text without a space that stay on a line
local SAFETY = 1.05

-- Mean widths in em, measured in the fonts that report.typ names.
local FONTS = {
  zh = { digit = 0.55, lower = 0.54, upper = 0.72, symbol = 1, other = 0.4 }, -- Noto Serif CJK SC
  en = { digit = 0.47, lower = 0.46, upper = 0.64, symbol = 0.6, other = 0.3 }, -- Libertinus Serif
  head = { digit = 0.56, lower = 0.52, upper = 0.65, symbol = 1, other = 0.35 }, -- Noto Sans CJK SC
}
local body_font = FONTS.zh

local function is_chinese(code)
  return code >= 0x2E80
end

local function character_width(code, font)
  if is_chinese(code) or (code >= 0x25A0 and code <= 0x27BF) then return 1 end -- marks are set in the Chinese sans
  if code >= 0x2010 and code <= 0x22FF then return font.symbol end
  if code >= 48 and code <= 57 then return font.digit end
  if code >= 65 and code <= 90 then return font.upper end
  if code >= 97 and code <= 122 then return font.lower end
  if code == 32 or code == 0xA0 then return 0.25 end
  if code == 44 or code == 46 then return 0.3 end
  return font.other
end

local BETWEEN_SCRIPTS = 0.25 -- em that Typst puts between a Chinese character and a Latin one

-- Width of a text; of its first `most` Chinese characters with what stands between them, where `most` is given.
local function text_width(text, font, most)
  local width, chinese, before = 0, 0, nil
  for _, code in utf8.codes(text) do
    local now = is_chinese(code)
    if now then chinese = chinese + 1 end
    if most and chinese > most then break end
    local meet = before ~= nil and now ~= before and code ~= 32
    width = width + character_width(code, font) + (meet and BETWEEN_SCRIPTS or 0)
    before = now
    if code == 32 then before = nil end
  end
  return width
end

-- Width that a word needs at least: Chinese may break after a few characters, a short word of it better does not.
local function least_width(word, font)
  local most = LEAST_CHINESE
  if font == FONTS.head then
    local length = utf8.len(word)
    most = length <= HEAD_WORD and length or math.ceil(length / 2)
  end
  return text_width(word, font, most)
end

-- Widest line and widest part that should not be broken, of text with line breaks as \n.
local function measure(text, font, is_number)
  local widest_line, widest_word = 0, 0
  for line in text:gmatch("[^\n]+") do
    widest_line = math.max(widest_line, text_width(line, font))
    if is_number then
      -- A number with a long unit may go on two lines after all: 24.4（2022 年）, 1,240 yuan per person per month.
      local parted = line:gsub("（", "\t（"):gsub(" %(", "\t(")
      if text_width(line, font) > LONG_NUMBER then parted = parted:gsub(" ", "\t") end
      for part in parted:gmatch("[^\t]+") do
        widest_word = math.max(widest_word, text_width(part, font))
      end
    else
      local parted = line:gsub("（", " （"):gsub("”", "” "):gsub("–(%D)", "– %1"):gsub("/", "/ "):gsub("(%D)%-(%D)", "%1- %2")
      parted = parted:gsub("(%d%d%d%d年)", "%1 ")
      for word in parted:gmatch("[^ ]+") do
        widest_word = math.max(widest_word, least_width(word, font))
      end
    end
  end
  return widest_line * SAFETY, widest_word * SAFETY
end

-- Text of a cell with its line breaks.
local function cell_text(cell)
  local lines = {}
  for _, block in ipairs(cell.contents) do
    local shown = pandoc.Blocks { block }:walk {
      LineBreak = function() return pandoc.Str("\n") end,
      SoftBreak = function() return pandoc.Space() end,
      Image = function() return pandoc.Str(DRAWING) end,
      Note = function() return {} end,
    }
    lines[#lines + 1] = pandoc.utils.stringify(shown)
  end
  return table.concat(lines, "\n")
end

-- Whether a cell holds a tag or, in Chinese, a mark with its word: these are not broken.
local function stays_whole(cell)
  local found = false
  pandoc.Blocks(cell.contents):walk {
    Span = function(span)
      found = found or span.classes:includes("tag")
      for _, family in ipairs { "verdict", "outlook", "status" } do
        found = found or body_font == FONTS.zh and span.classes:includes(family)
      end
    end,
  }
  return found
end

-- Calls `visit(cell, column, is_head, row)` for each cell; columns count from 1 and heed spans, rows go on counting
-- from one body of the table to the next.
local function each_cell(tbl, visit)
  local counted = 0
  local function walk_rows(rows, is_head)
    local taken = {}
    for row_number, row in ipairs(rows) do
      counted = counted + 1
      local column = 1
      for _, cell in ipairs(row.cells) do
        while taken[column] and taken[column] >= row_number do column = column + 1 end
        visit(cell, column, is_head, counted)
        for spanned = column, column + cell.col_span - 1 do taken[spanned] = row_number + cell.row_span - 1 end
        column = column + cell.col_span
      end
    end
  end
  walk_rows(tbl.head.rows, true)
  for _, body in ipairs(tbl.bodies) do
    walk_rows(body.head, true)
    walk_rows(body.body, false)
  end
  walk_rows(tbl.foot.rows, false)
end

-- For each column the least and the widest it can use; for each body row, and for the head, the widths that the cells
-- would have on one line, by column.
local function measure_columns(tbl)
  local columns, rows, heads = {}, {}, {}
  local is_strip = tbl.classes:includes("strip")
  for number = 1, #tbl.colspecs do columns[number] = { least = 1, most = 1 } end
  each_cell(tbl, function(cell, column, is_head, row_number)
    rows[row_number] = rows[row_number] or {}
    if cell.col_span > 1 or not columns[column] then return end
    local is_number = not is_head and (cell.alignment == "AlignRight" or cell.classes:includes("number"))
    local most, least = measure(cell_text(cell), is_head and FONTS.head or body_font, is_number)
    if is_head then
      heads[column] = math.max(heads[column] or 0, most)
      most = math.min(most, math.max(least, most / HEAD_LINES + 0.5))
    elseif is_strip and most < PROSE / 2 then
      least = most
    elseif stays_whole(cell) and most < PROSE / 2 then
      _, least = measure(cell_text(cell), body_font, true)
      least = least + 0.5
    end
    columns[column].least = math.max(columns[column].least, least)
    columns[column].most = math.max(columns[column].most, most)
    if not is_head then rows[row_number][column] = most end
  end)
  return columns, rows, heads
end

-- Width of every column when none of its cells takes more than `lines` lines; short cells stay on one where they can.
local function widths_for(columns, lines, short)
  local widths, sum = {}, 0
  for number, column in ipairs(columns) do
    local wanted = column.most <= short and column.most or column.most / lines
    widths[number] = math.max(column.least, math.min(wanted, column.most))
    sum = sum + widths[number]
  end
  return widths, sum
end

-- Widths in em that share `room`, or nil when the unbreakable parts do not fit: the fewest lines that the tallest cell
-- can have, the same in every column that wraps. What room is then left goes to all in proportion.
local function share_room(columns, room)
  for _, short in ipairs { SHORT, 0 } do
    local _, least = widths_for(columns, math.huge, short)
    if least <= room then
      local few, many = 1, 1000
      for _ = 1, 40 do
        local middle = (few + many) / 2
        local _, sum = widths_for(columns, middle, short)
        if sum > room then few = middle else many = middle end
      end
      local _, on_one_line = widths_for(columns, 1, short)
      local widths, sum = widths_for(columns, on_one_line <= room and 1 or many, short)
      for number in ipairs(widths) do widths[number] = widths[number] * room / sum end
      return widths
    end
  end
end

local function row_lines(row, widths)
  local tallest = 1
  for column, width in pairs(row) do
    if width > widths[column] then tallest = math.max(tallest, math.ceil(width * 1.05 / widths[column])) end
  end
  return tallest
end

-- Lines of all rows together; a row is as tall as its tallest cell. A tall head weighs more than a tall row.
local function count_lines(rows, heads, widths)
  local sum = HEAD_WEIGHT * math.max(0, row_lines(heads, widths) - HEAD_LINES)
  for _, row in pairs(rows) do sum = sum + row_lines(row, widths) end
  return sum
end

-- Mean and greatest number of lines of a row. A passage in a column wide enough to read may be as tall as it likes.
local function judge_rows(rows, widths)
  local sum, number, tallest = 0, 0, 1
  for _, row in pairs(rows) do
    local lines = 1
    for column, width in pairs(row) do
      if width < PROSE or widths[column] < READABLE then lines = math.max(lines, math.ceil(width / widths[column] - 0.05)) end
    end
    sum, number, tallest = sum + lines, number + 1, math.max(tallest, lines)
  end
  return number > 0 and sum / number or 1, tallest
end

-- Moves width from column to column, a little at a time, as long as that makes the table less tall.
local function lower_rows(columns, rows, heads, widths)
  local lines = count_lines(rows, heads, widths)
  for _ = 1, MOST_MOVES do
    local best
    for from in ipairs(columns) do
      for _, step in ipairs { 8, 4, 2, 1 } do
        if widths[from] - step >= columns[from].least then
          for to in ipairs(columns) do
            if to ~= from and widths[to] < columns[to].most then
              widths[from], widths[to] = widths[from] - step, widths[to] + step
              local moved = count_lines(rows, heads, widths)
              widths[from], widths[to] = widths[from] + step, widths[to] - step
              if moved < lines then lines, best = moved, { from = from, to = to, step = step } end
            end
          end
        end
      end
    end
    if not best then break end
    widths[best.from], widths[best.to] = widths[best.from] - best.step, widths[best.to] + best.step
  end
  return widths, lines
end

local function choose_layout(tbl)
  local columns, rows, heads = measure_columns(tbl)
  local largest = tbl.classes:includes("yearbook") and YEARBOOK_SIZE or 99
  for pass = 1, 2 do
    for _, layout in ipairs(LAYOUTS) do
      local sizes = layout.sizes:filter(function(size) return size <= largest end)
      if layout.name == "page" and tbl.classes:includes("strip") then sizes:extend(STRIP_SIZES) end
      if layout.name == "page" and tbl.classes:includes("yearbook") then sizes:extend(YEARBOOK_SMALLEST) end
      if pass == 2 then table.sort(sizes) end -- a tall table in the smallest type
      for _, size in ipairs(sizes) do
        local widths = share_room(columns, (layout.width - #columns * layout.gutter) / size)
        if widths then
          local lines
          widths, lines = lower_rows(columns, rows, heads, widths)
          local average, tallest = judge_rows(rows, widths)
          local most_average = layout.average_lines[pass]
          if pass == 1 and tbl.classes:includes("strip") then most_average = STRIP_LINES end
          if average <= most_average and tallest <= layout.most_lines[pass] then
            return { widths = widths, size = size, name = layout.name, gutter = layout.gutter, height = lines * size }
          end
        end
      end
    end
  end
  local widths, widest = {}, LAYOUTS[#LAYOUTS]
  for number, column in ipairs(columns) do widths[number] = column.least end
  return { widths = widths, size = widest.sizes[#widest.sizes], name = widest.name, gutter = widest.gutter, height = 999 }
end

-- Typst puts half the gutter on both sides of a cell, so each column's share is of the width with its gutter.
local function Table(tbl)
  local layout = choose_layout(tbl)
  local gutter, total = layout.gutter / layout.size, 0
  for _, width in ipairs(layout.widths) do total = total + width + gutter end
  for number, spec in ipairs(tbl.colspecs) do
    tbl.colspecs[number] = { spec[1], (layout.widths[number] + gutter) / total }
  end
  tbl.attributes.size = tostring(layout.size)
  tbl.attributes.gutter = tostring(layout.gutter)
  tbl.attributes.orientation = layout.name
  if layout.height <= KEPT_TOGETHER then tbl.attributes.whole = "true" end
  return tbl
end

local function Meta(meta)
  body_font = FONTS[pandoc.utils.stringify(meta.lang or ""):match("^en") and "en" or "zh"]
end

return { { Meta = Meta }, { Table = Table } }
