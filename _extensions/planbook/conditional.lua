-- What stands on the page alone, or in print alone: Quarto's own `.content-visible when-format="html"` and
-- `unless-format="html"`, settled before anything else looks at the document. Quarto would do it later.

local on_page = FORMAT:match("^html") ~= nil

local function Div(div)
  if not div.classes:includes("content-visible") then return nil end
  local when, unless = div.attributes["when-format"], div.attributes["unless-format"]
  if when ~= "html" and unless ~= "html" then return nil end -- a condition of another kind is Quarto's
  local shown = on_page
  if unless then shown = not on_page end
  return shown and div.content or {}
end

return { { traverse = "topdown", Div = Div } }
