-- Chapters, one file each, to one report: heading levels, identifiers and links between chapters.
--
-- A file begins with a heading of class `chapter`: of level 1, or of level 2 where it is a `part` of the chapter before.
-- Below it headings begin one level lower whatever the file used, no level is skipped (PDF/UA), and a heading that only
-- repeats the chapter's title is left out.

local stringify = pandoc.utils.stringify

local function is_chapter(block)
  return block.t == "Header" and block.classes:includes("chapter")
end

-- Headings below a numbered chapter bear numbers of their own: （一） and 1. in Chinese, 3.1 and 3.1.1 in English.
local DIGITS = { "一", "二", "三", "四", "五", "六", "七", "八", "九" }
local function chinese(number)
  if number > 99 then return tostring(number) end
  local tens, ones = number // 10, number % 10
  return (tens > 1 and DIGITS[tens] or "") .. (tens > 0 and "十" or "") .. (DIGITS[ones] or "")
end

local function number_headings(blocks, language)
  local chapter = blocks[1].attributes.number or ""
  if not chapter:match("^%d+$") then return blocks end
  local second, third = 0, 0
  for position = 2, #blocks do
    local block = blocks[position]
    if block.t == "Header" and (block.level == 2 or block.level == 3) then
      local number
      if block.level == 2 then
        second, third = second + 1, 0
        number = language == "zh" and "（" .. chinese(second) .. "）" or chapter .. "." .. second .. "\u{2002}"
      else
        third = third + 1
        number = language == "zh" and third .. ". " or chapter .. "." .. second .. "." .. third .. "\u{2002}"
      end
      block.content:insert(1, pandoc.Str(number))
    end
  end
  return blocks
end

local function settle_headings(blocks)
  local title = blocks[1]
  local shallowest = 7
  for position = 2, #blocks do
    if blocks[position].t == "Header" then shallowest = math.min(shallowest, blocks[position].level) end
  end
  local settled, previous = pandoc.List { title }, title.level
  for position = 2, #blocks do
    local block = blocks[position]
    if block.t == "Header" then
      local repeats = position == 2 and stringify(block) == title.attributes.title
      if not repeats then
        block.level = math.min(block.level - shallowest + title.level + 1, previous + 1)
        previous = block.level
        settled:insert(block)
      end
    else
      settled:insert(block)
    end
  end
  title.attributes.title = nil
  return settled
end

-- A heading with nothing under it is left out: what would stand there is for the page alone. Quarto puts a hidden div at
-- the end of a document.
local function drop_empty_headings(blocks)
  local kept, level_below = pandoc.List(), 0
  for position = #blocks, 1, -1 do
    local block = blocks[position]
    if block.t == "Header" and not is_chapter(block) then
      if block.level < level_below then
        level_below = block.level
        kept:insert(1, block)
      end
    else
      local is_hidden = block.t == "Div" and block.classes:includes("hidden")
      if not is_hidden then level_below = 99 end
      kept:insert(1, block)
    end
  end
  return kept
end

-- The conclusion and the counts that a chapter opens with are left out, with what is said between them, as far as an
-- earlier chapter has said it word for word.
local function drop_repeated_opening(blocks, told)
  local last_repeated, concludes = 1, false
  for position = 2, #blocks do
    local block = blocks[position]
    if not told[block.t .. stringify(block)] then break end
    last_repeated = position
    concludes = concludes or block.t == "Div" and (block.classes:includes("headline") or block.classes:includes("counts"))
  end
  for _, block in ipairs(blocks) do
    if block.t == "Para" or block.t == "Div" then told[block.t .. stringify(block)] = true end
  end
  if not concludes then return blocks end
  local kept = pandoc.List { blocks[1] }
  for position = last_repeated + 1, #blocks do kept:insert(blocks[position]) end
  return kept
end

local function split_chapters(blocks)
  local chapters = pandoc.List()
  for _, block in ipairs(blocks) do
    if is_chapter(block) or #chapters == 0 then chapters:insert(pandoc.List()) end
    chapters[#chapters]:insert(block)
  end
  return chapters
end

local function each_named(blocks, act)
  return blocks:walk { Header = act, Div = act, Span = act, Table = act, Figure = act, Image = act }
end

-- pandoc puts the file's name before every identifier of a chapter (--file-scope): `…__03-indicators.md__due`. Here
-- that is `03-indicators.due`, and `03-indicators` for the chapter itself.
local function short_identifier(identifier)
  local page, name = identifier:match("([^_]+)%.md__(.+)$")
  if not page then return identifier end
  return page == name and page or page .. "." .. name
end

local function shorten_identifiers(blocks)
  local function shorten(element)
    element.identifier = short_identifier(element.identifier)
    return element
  end
  return blocks:walk {
    Header = shorten, Div = shorten, Span = shorten, Table = shorten, Figure = shorten, Image = shorten,
    Link = function(link)
      if link.target:match("^#") then link.target = "#" .. short_identifier(link.target:sub(2)) end
      return link
    end,
  }
end

-- Names of one chapter begin with its own: pandoc leaves out those of figures, and with chapters in one file (Quarto) all.
local function scope_identifiers(blocks)
  local page, own = blocks[1].identifier, {}
  if page == "" then return blocks end
  local scoped = each_named(blocks, function(element)
    local name = element.identifier
    if name ~= "" and name ~= page and name:sub(1, #page + 1) ~= page .. "." then
      own[name] = page .. "." .. name
      element.identifier = own[name]
    end
    return element
  end)
  return scoped:walk {
    Link = function(link)
      local inside = link.target:match("^#(.+)$")
      if inside and own[inside] then link.target = "#" .. own[inside] end
      return link
    end,
  }
end

-- `@fig-x` and `[@fig-x]`: a link of class `figure-ref`, which typst.lua and docx.lua give the figure's number. What
-- else looks like a citation is what it says.
local function link_references(blocks)
  local page, names = blocks[1].identifier, {}
  each_named(blocks, function(element)
    local name = element.identifier
    if name:sub(1, #page + 1) == page .. "." then names[name:sub(#page + 2)] = name end
  end)
  blocks = blocks:walk {
    Span = function(span) -- a sentence that points to a figure goes where the figure does
      if not span.classes:includes("see-figure") then return nil end
      local missing = false
      span.content:walk {
        Cite = function(cite)
          for _, citation in ipairs(cite.citations) do missing = missing or not names[citation.id] end
        end,
      }
      return missing and {} or span.content
    end,
  }
  return blocks:walk {
    Cite = function(cite)
      local links = pandoc.Inlines {}
      for position, citation in ipairs(cite.citations) do
        if not citation.id:match("^fig%-") then return cite.content end
        local name = names[citation.id]
        if not name then error("Unable to resolve crossref @" .. citation.id .. ": the chapter has no such figure") end
        if position > 1 then links:extend { pandoc.Str(","), pandoc.Space() } end
        local alone = citation.mode == "SuppressAuthor" and "true" or nil
        links:insert(pandoc.Link({}, "#" .. name, "", pandoc.Attr("", { "figure-ref" }, { ["number-alone"] = alone })))
      end
      return links
    end,
  }
end

-- Every identifier once: Typst refuses to link to a name that two elements bear.
local function keep_first_identifiers(blocks)
  local seen = {}
  local function keep_first(element)
    if element.identifier ~= "" then
      if seen[element.identifier] then element.identifier = "" else seen[element.identifier] = true end
    end
    return element
  end
  blocks = blocks:walk {
    traverse = "topdown", Header = keep_first, Div = keep_first, Span = keep_first, Table = keep_first,
    Figure = keep_first, Image = keep_first,
  }
  return blocks, seen
end

-- A table that a later chapter shows again, word for word, is left to that chapter, with the notes under it.
local function drop_repeated_tables(blocks)
  local last_place = {}
  for position, block in ipairs(blocks) do
    if block.t == "Table" and block.identifier ~= "" then last_place[stringify(block)] = position end
  end
  local kept, dropping = pandoc.Blocks {}, false
  for position, block in ipairs(blocks) do
    local is_note = block.t == "Div" and block.classes:includes("table-note")
    local again = block.t == "Table" and last_place[stringify(block)]
    dropping = again and again > position or dropping and is_note
    if not dropping then kept:insert(block) end
  end
  return kept
end

-- Where a link between pages leads in the report, or nil when that page is not in it.
local function find_target(target, known)
  local page, fragment = target:match("^([^#]*)#?(.*)$")
  page = page:gsub("^%./", ""):gsub("%.html$", "")
  page = page:gsub("/", "-") -- yearbook/part-1 is the chapter yearbook-part-1
  local candidates = { page .. "." .. fragment, fragment, fragment:match("%.(.+)$") or "", page }
  for _, candidate in ipairs(candidates) do
    if candidate ~= "" and known[candidate] then return "#" .. candidate end
  end
end

function Pandoc(document)
  local blocks = pandoc.Blocks {}
  local told = {}
  local language = document.meta.lang and stringify(document.meta.lang):sub(1, 2) or "zh"
  for _, chapter in ipairs(split_chapters(document.blocks)) do
    chapter = link_references(scope_identifiers(shorten_identifiers(pandoc.Blocks(chapter))))
    if is_chapter(chapter[1]) then
      chapter = number_headings(settle_headings(drop_empty_headings(drop_repeated_opening(chapter, told))), language)
    end
    blocks:extend(chapter)
  end
  blocks = drop_repeated_tables(blocks)
  local known
  blocks, known = keep_first_identifiers(blocks)
  document.blocks = blocks:walk {
    Link = function(link)
      if link.target:match("^%a[%w+.-]*:") then return nil end
      local target = find_target(link.target, known)
      if not target then return link.content end
      link.target = target
      return link
    end,
  }
  return document
end
