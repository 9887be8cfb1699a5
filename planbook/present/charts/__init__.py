"""Charts: one model, drawn for the page, for a phone and for print; what is pointed at is said by the page's script.

Each `chart_*` takes the edition first and gives a `Piece`; where there is nothing to draw, a piece with a sentence
that says what is missing. A builder makes a `Chart` (`model`); `layout` arranges it for a width; `drawing` draws it;
`piece` puts the faces together.
"""
