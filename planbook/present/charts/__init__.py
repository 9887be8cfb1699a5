"""Charts: one model with two faces, drawn (print, no script) and interactive (the page).

Each `chart_*` takes the edition first and gives a `Piece`; where there is nothing to draw, a piece with a sentence
that says what is missing. A builder makes a `Chart` (`model`); `layout` arranges it for a width; `drawing` and
`interactive` draw it; `piece` puts the faces together.
"""
