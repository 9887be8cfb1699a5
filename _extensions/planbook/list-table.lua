-- Lists of rows to tables: `::: {.list-table aligns="l,r" header-rows=1 header-cols=1}`, a paragraph that is the
-- caption, then a list of rows, each a list of cells.
--
-- The syntax is that of pandoc-ext/list-table. A cell may begin with an empty span that says more of it:
-- `[]{colspan=3}`, `[]{rowspan=2}`, `[]{.group colspan=4}` for a heading over the rows that follow, `[]{row=own}` for
-- the class of its row; other classes and attributes go to the cell.

local ALIGNMENTS = { l = "AlignDefault", r = "AlignRight", c = "AlignCenter" }
local OWN = { "aligns", "header-rows", "header-cols", "widths" }

local function split(text)
  local parts = pandoc.List()
  for part in (text or ""):gmatch("[^,%s]+") do parts:insert(part) end
  return parts
end

-- The empty span at the start of a cell, taken out of it.
local function take_marks(blocks)
  local first = blocks[1]
  if not first or (first.t ~= "Plain" and first.t ~= "Para") then return nil end
  local span = first.content[1]
  if not span or span.t ~= "Span" or #span.content > 0 then return nil end
  first.content:remove(1)
  if first.content[1] and first.content[1].t == "Space" then first.content:remove(1) end
  return span
end

local function number(text)
  return tonumber(text) or 1
end

local function make_cell(blocks, alignment)
  blocks = pandoc.Blocks(blocks)
  local marks = take_marks(blocks)
  local cell = pandoc.Cell(blocks, ALIGNMENTS[alignment] or "AlignDefault")
  if not marks then return cell, nil, nil end
  cell.col_span, cell.row_span = number(marks.attributes.colspan), number(marks.attributes.rowspan)
  local row_class, heads_group = marks.attributes.row, marks.classes:includes("group")
  for _, name in ipairs { "colspan", "rowspan", "row" } do marks.attributes[name] = nil end
  if heads_group or cell.col_span > 1 then cell.alignment = "AlignDefault" end
  cell.attr = pandoc.Attr(marks.identifier, marks.classes:filter(function(class) return class ~= "group" end), marks.attributes)
  return cell, row_class, heads_group
end

local function make_row(item, aligns)
  local list = item[1]
  if not list or list.t ~= "BulletList" then return nil end
  local cells, class, heads_group, column = pandoc.List(), nil, false, 1
  for _, blocks in ipairs(list.content) do
    local cell, row_class, is_group = make_cell(blocks, aligns[column])
    class, heads_group = class or row_class, heads_group or is_group
    cells:insert(cell)
    column = column + cell.col_span
  end
  if heads_group then class = "group" end
  return pandoc.Row(cells, pandoc.Attr("", class and { class } or {})), heads_group, column - 1
end

local function Div(div)
  if not div.classes:includes("list-table") then return nil end
  local caption, list = pandoc.Inlines {}, nil
  for _, block in ipairs(div.content) do
    if block.t == "BulletList" then list = block
    elseif block.t == "Para" or block.t == "Plain" then caption = block.content
    end
  end
  if not list then error("a .list-table holds no list of rows: " .. div.identifier) end
  local aligns, width = split(div.attributes.aligns), 0
  local head_rows, head_columns = number(div.attributes["header-rows"]), tonumber(div.attributes["header-cols"]) or 0
  local head, bodies = pandoc.List(), pandoc.List()
  local function open_body(heading, whole)
    bodies:insert({ heading = heading, rows = pandoc.List(), whole = whole })
  end
  for position, item in ipairs(list.content) do
    local row, heads_group, taken = make_row(item, aligns)
    if not row then error("a row of the .list-table " .. div.identifier .. " is no list of cells") end
    width = math.max(width, taken)
    if position <= head_rows then
      head:insert(row)
    elseif heads_group then
      open_body(row)
    else
      local whole = #row.cells == 1 and row.cells[1].col_span > 1 -- says something across the table, and names no row
      local last = bodies[#bodies]
      if not last or (#last.rows > 0 and last.whole ~= whole) then open_body(nil, whole) end
      bodies[#bodies].whole = whole
      bodies[#bodies].rows:insert(row)
    end
  end
  local made = bodies:map(function(body)
    return {
      attr = pandoc.Attr(), head = pandoc.List(body.heading and { body.heading } or {}), body = body.rows,
      row_head_columns = body.whole and 0 or head_columns,
    }
  end)
  local specs = pandoc.List()
  for _ = 1, width do specs:insert({ "AlignDefault", nil }) end
  local attributes = div.attr:clone()
  for _, name in ipairs(OWN) do attributes.attributes[name] = nil end
  attributes.classes = attributes.classes:filter(function(class) return class ~= "list-table" end)
  return pandoc.Table(
    { long = #caption > 0 and pandoc.Blocks { pandoc.Plain(caption) } or pandoc.Blocks {} },
    specs, pandoc.TableHead(head), made, pandoc.TableFoot(), attributes
  )
end

return { { Div = Div } }
