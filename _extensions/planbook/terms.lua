-- What a term of the glossary means, in a note where the report first uses it: in running text, not in headings, tables,
-- captions, sheets or the glossary itself. `terms` of the metadata holds them, each a term and its meaning.
--
-- The longest term at a place is the one that is meant, and a term inside another word of the plan's own is none.

local stringify = pandoc.utils.stringify
local terms, is_latin = pandoc.List(), false

local function read_terms(meta)
  is_latin = not stringify(meta.lang or "zh"):match("^zh")
  for _, entry in ipairs(meta.terms or {}) do
    local term = stringify(entry.term)
    terms:insert({ term = term, sought = is_latin and term:lower() or term, meaning = stringify(entry.meaning) })
  end
  terms:sort(function(one, other) return #one.sought > #other.sought end)
end

local function is_word_at(text, first, last)
  if not is_latin then return true end
  return not text:sub(first - 1, first - 1):match("%w") and text:sub(last + 1):match("^s?%f[%W]") ~= nil
end

-- The first term in `text`, and the last byte of it; longer terms cover what they hold, noted or not.
local function find_term(text)
  local sought, covered = is_latin and text:lower() or text, {}
  local found, found_end
  for _, term in ipairs(terms) do
    local from = 1
    while true do
      local first, last = sought:find(term.sought, from, true)
      if not first then break end
      if not covered[first] and is_word_at(sought, first, last) then
        for place = first, last do covered[place] = true end
        if not term.noted and (not found or first < found.first) then
          found, found_end = { term = term, first = first }, last
        end
        break
      end
      from = last + 1
    end
  end
  if found then
    local plural = is_latin and text:sub(found_end + 1):match("^s%f[%W]")
    return found.term, plural and found_end + 1 or found_end
  end
end

local function note_of(term)
  term.noted = true
  return pandoc.Note { pandoc.Para { pandoc.Str(term.meaning) } }
end

-- Words of a passage that stand beside each other as text, and the passage with notes behind the terms among them.
local function with_notes(inlines)
  local written, position = pandoc.Inlines {}, 1
  while position <= #inlines do
    local inline = inlines[position]
    if inline.t == "Link" then
      written:insert(inline)
      local term = find_term(stringify(inline))
      if term then written:insert(note_of(term)) end
      position = position + 1
    elseif inline.t == "Str" then
      local run = ""
      while position <= #inlines and (inlines[position].t == "Str" or inlines[position].t == "Space") do
        run = run .. (inlines[position].t == "Space" and " " or inlines[position].text)
        position = position + 1
      end
      local function insert_text(text)
        for word in text:gmatch("[^ ]*") do
          if word ~= "" then written:insert(pandoc.Str(word)) end
          written:insert(pandoc.Space())
        end
        written:remove()
      end
      while true do
        local term, last = find_term(run)
        if not term then break end
        insert_text(run:sub(1, last))
        written:insert(note_of(term))
        run = run:sub(last + 1)
      end
      if run ~= "" then insert_text(run) end
    else
      written:insert(inline)
      position = position + 1
    end
  end
  return written
end

local function Pandoc(document)
  if #terms == 0 then return nil end
  local in_body = false
  local function leave(element) return element, false end
  local function passage(block)
    if in_body then block.content = with_notes(block.content) end
    return block, false
  end
  document.blocks = document.blocks:walk {
    traverse = "topdown", Table = leave, Figure = leave, DefinitionList = leave, Para = passage, Plain = passage,
    Header = function(header)
      if header.classes:includes("chapter") then in_body = (header.attributes.number or ""):match("^%d+$") ~= nil end
      return header, false
    end,
    Div = function(div)
      local is_apart = false
      for _, class in ipairs { "headline", "counts", "sheet", "table-note", "chart-source" } do
        is_apart = is_apart or div.classes:includes(class)
      end
      if is_apart then return div, false end
    end,
  }
  return document
end

return { { Meta = read_terms }, { Pandoc = Pandoc } }
