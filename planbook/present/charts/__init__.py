"""Charts: one model with two faces, drawn (print, no script) and interactive (the page).

Each `chart_*` takes the edition first and gives a `Piece`; where there is nothing to draw, a piece with a sentence
that says what is missing. A builder makes a `Chart` (`model`); `layout` arranges it for a width; `drawing` and
`interactive` draw it; `piece` puts the faces together.
"""

from planbook.present.charts.achievements import chart_achievements
from planbook.present.charts.agreement import chart_agreement
from planbook.present.charts.bullets import chart_bullets
from planbook.present.charts.drawing import draw_static
from planbook.present.charts.interactive import plotly_figure
from planbook.present.charts.model import Chart
from planbook.present.charts.multiples import chart_small_multiples
from planbook.present.charts.pace import chart_due_against_done
from planbook.present.charts.piece import chart_piece
from planbook.present.charts.rulers import chart_sensitivity
from planbook.present.charts.series import chart_ageing, chart_series
from planbook.present.charts.slopes import chart_slopes
from planbook.present.charts.status import chart_status_matrix
from planbook.present.charts.trends import chart_trend

__all__ = [
    "Chart",
    "chart_achievements",
    "chart_ageing",
    "chart_agreement",
    "chart_bullets",
    "chart_due_against_done",
    "chart_piece",
    "chart_sensitivity",
    "chart_series",
    "chart_slopes",
    "chart_small_multiples",
    "chart_status_matrix",
    "chart_trend",
    "draw_static",
    "plotly_figure",
]
