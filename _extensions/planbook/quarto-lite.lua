-- What Quarto does with its own Markdown, for pages rendered without it: callouts, figures that bear a number, and
-- references to them (`@fig-x`, `[@fig-x]`, and `[-@fig-x]` for the number alone). For HTML alone.

local label = "Figure"
local numbers, counted = {}, 0

local function read_label(meta)
  local told = meta.planbook or {}
  if told.figure then label = pandoc.utils.stringify(told.figure) end
end

local function escaped(text)
  return (text:gsub("&", "&amp;"):gsub("<", "&lt;"):gsub(">", "&gt;"):gsub('"', "&quot;"))
end

local function number_of(identifier)
  if not numbers[identifier] then
    counted = counted + 1
    numbers[identifier] = counted
  end
  return tostring(numbers[identifier])
end

local function numbered_figure(identifier, classes, caption, content)
  local named = #classes > 0 and (' class="%s"'):format(escaped(table.concat(classes, " "))) or ""
  local inlines = pandoc.Inlines { pandoc.Str(label .. "\u{A0}" .. number_of(identifier)), pandoc.Space() }
  inlines:extend(caption)
  local made = pandoc.Blocks {
    pandoc.RawBlock("html", ('<figure id="%s"%s><figcaption>'):format(escaped(identifier), named)),
    pandoc.Plain(inlines),
    pandoc.RawBlock("html", "</figcaption>"),
  }
  made:extend(content)
  made:insert(pandoc.RawBlock("html", "</figure>"))
  return made
end

-- A div's caption is its last paragraph.
local function figure_of_div(div)
  local content, caption = pandoc.Blocks(div.content), pandoc.Inlines {}
  local last = content[#content]
  if #content > 1 and last.t == "Para" then
    caption = last.content
    content:remove()
  end
  return numbered_figure(div.identifier, div.classes, caption, content)
end

local function is_figure(element)
  return element.identifier:match("^fig%-") ~= nil
end

local function Figure(figure)
  if not is_figure(figure) then return nil end
  local images = figure.content:walk { Image = function(image) image.caption = {} return image end }
  return numbered_figure(figure.identifier, figure.classes, pandoc.utils.blocks_to_inlines(figure.caption.long), images)
end

local function callout(div, kind)
  local title = div.attributes.title
  div.attributes = {}
  div.classes = { "callout", "callout-" .. kind }
  if title then div.content:insert(1, pandoc.Para { pandoc.Strong { pandoc.Str(title) } }) end
  return div
end

local function Div(div)
  if is_figure(div) then return figure_of_div(div) end
  for _, class in ipairs(div.classes) do
    local kind = class:match("^callout%-(%a+)$")
    if kind then return callout(div, kind) end
  end
end

local function Cite(cite)
  local said = pandoc.Inlines {}
  for position, citation in ipairs(cite.citations) do
    if not citation.id:match("^fig%-") then return nil end
    local number = numbers[citation.id]
    if not number then error("Unable to resolve crossref @" .. citation.id .. ": the page has no such figure") end
    if position > 1 then said:extend { pandoc.Str(","), pandoc.Space() } end
    local prefix = pandoc.Inlines(citation.prefix)
    local alone = citation.mode == "SuppressAuthor"
    if #prefix == 0 and not alone then prefix = pandoc.Inlines { pandoc.Str(label) } end
    if #prefix > 0 then prefix:insert(pandoc.Str("\u{A0}")) end
    prefix:insert(pandoc.Str(tostring(number)))
    said:insert(pandoc.Link(prefix, "#" .. citation.id, "", pandoc.Attr("", { "quarto-xref" })))
  end
  return said
end

return { { Meta = read_label }, { Div = Div, Figure = Figure }, { Cite = Cite } }
