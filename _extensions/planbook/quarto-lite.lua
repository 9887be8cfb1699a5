-- What Quarto does with its own Markdown, for pages rendered without it: callouts. For HTML alone.

local function Div(div)
  local kind
  for _, class in ipairs(div.classes) do kind = kind or class:match("^callout%-(%a+)$") end
  if not kind then return nil end
  local title = div.attributes.title
  div.attributes = {}
  div.classes = { "callout", "callout-" .. kind }
  if title then div.content:insert(1, pandoc.Para { pandoc.Strong { pandoc.Str(title) } }) end
  return div
end

return { { Div = Div } }
