"""Plotly and matplotlib figures as pieces: interactive on the page, drawn in print."""

import json
import re
import xml.etree.ElementTree

import matplotlib
import pandas as pd
import plotly.express as px
import plotly.graph_objects as go
import pytest
from builders import make_edition, make_inputs, make_observations
from matplotlib.figure import Figure

from planbook import present
from planbook.looks import LIGHT
from planbook.present.faces.plotly_charts import house_chart
from planbook.present.faces.showing import Faces
from planbook.present.words import load_words

FRAME = pd.DataFrame({"year": [2021, 2022, 2023], "value": [8700.0, 9050.0, 9365.0]})
MARK = "◇"


@pytest.fixture(scope="module")
def official():
    observations = make_observations(source_id="plan_14", illustrative=False)
    return Faces(make_edition("en", make_inputs(observations=observations)))


@pytest.fixture(scope="module")
def doubtful():
    """Faces of an edition that holds illustrative figures."""
    return Faces(make_edition("en"))


def model_of(piece) -> dict:
    return json.loads(re.search(r'class="chart-model">(.*?)</script>', piece.html)[1])


def chart_of(figure):
    return house_chart(figure, "x", "Title", "", load_words("en"))


def test_lines_are_drawn_as_a_chart_of_the_house_with_their_figures(official):
    piece = official.face(px.line(FRAME, x="year", y="value", title="Beds"))
    assert piece.text.startswith("Beds\n")
    assert "2021 8,700, 2022 9,050, 2023 9,365" in piece.text
    assert "chart-wide" in piece.html and "chart-narrow" in piece.html
    xml.etree.ElementTree.fromstring(piece.svg)
    assert "9,365" in piece.svg and "charts/output-" in piece.markdown
    assert '<th scope="row">2023</th>' in piece.html


def test_the_interactive_figure_keeps_what_its_author_chose_and_takes_the_rest_from_the_house(official):
    figure = px.line(FRAME, x="year", y="value", title="Beds <script>")
    figure.add_scatter(x=[2021], y=[9000], line_color="#123456", name="mine")
    model = model_of(official.face(figure))
    assert [trace["line"]["color"] for trace in model["data"]] == [LIGHT["series-1"], "#123456"]
    assert "title" not in model["layout"]
    assert model["layout"]["template"]["layout"]["paper_bgcolor"] == "rgba(0,0,0,0)"
    own = px.line(FRAME, x="year", y="value", template="plotly_dark")
    assert "colorscale" in model_of(official.face(own))["layout"]["template"]["layout"]


def test_a_figure_asks_nothing_of_another_host_and_its_text_stays_text(official):
    html = official.face(px.line(FRAME, x="year", y="value", title="Beds </script><script>")).html
    assert "http" not in html.replace("http://www.w3.org", "")
    assert html.count("</script>") == 1


def test_the_same_figure_gives_the_same_bytes():
    edition = make_edition("en")
    first, second = (Faces(edition).face(px.line(FRAME, x="year", y="value")) for _ in range(2))
    assert first == second


def test_bars_stand_beside_each_other_or_on_each_other():
    bars = [go.Bar(x=["a", "b"], y=[1, 2], name="one"), go.Bar(x=["a", "b"], y=[3, 1], name="two")]
    grouped = chart_of(go.Figure(bars)).panels[0].marks
    assert [round(mark.points[2][1], 6) for mark in grouped] == [1, 2, 3, 1]
    assert grouped[0].points[1][0] <= grouped[2].points[0][0]
    stacked = chart_of(go.Figure(bars, layout={"barmode": "stack"})).panels[0].marks
    assert [(mark.points[0][1], mark.points[2][1]) for mark in stacked] == [(0, 1), (0, 2), (1, 4), (2, 3)]


def test_a_gap_in_a_line_is_not_bridged():
    marks = chart_of(px.line(x=[1, 2, 3, 4, 5], y=[1, 2, None, 4, 5])).panels[0].marks
    assert [mark.points for mark in marks if type(mark).__name__ == "Line"] == [((1, 1), (2, 2)), ((4, 4), (5, 5))]


def test_dates_stand_at_their_time_and_lying_bars_in_rows():
    chart = chart_of(px.line(x=["2021-01-01", "2023-01-01"], y=[1, 2]))
    (line, *_) = (mark for mark in chart.panels[0].marks if type(mark).__name__ == "Line")
    assert [x for x, _ in line.points] == [2021.0, 2023.0]
    rows = chart_of(px.bar(y=["foot", "top"], x=[1, 2], orientation="h")).panels[0]
    assert [(row.label, row.value) for row in rows.rows] == [("top", "2"), ("foot", "1")]


@pytest.mark.parametrize(
    "figure",
    [
        go.Figure(go.Pie(labels=["a", "b"], values=[1, 2])),
        go.Figure(go.Scatter(x=[1, 2], y=[1, 2], error_y={"array": [1, 1]})),
        go.Figure(go.Scatter(x=[1, 2], y=[1, 2], fill="tozeroy")),
        go.Figure(go.Scatter(x=[1, 2], y=[1, 2], yaxis="y2")),
        px.line(x=[1, 2], y=[1, 10], log_y=True),
        px.imshow([[1, 2], [3, 4]]),
        go.Figure([go.Bar(x=["a"], y=[n]) for n in range(7)]),  # more than there are colours
    ],
)
def test_what_the_house_cannot_draw_shows_its_data_in_print_and_says_so(figure, official):
    assert chart_of(figure) is None
    piece = official.face(figure)
    assert piece.svg == ""
    assert "on the website" in piece.markdown and "<td" in piece.markdown
    assert "chart-live" in piece.html and model_of(piece)["data"]


def test_the_data_of_a_grid_have_a_row_for_each_field(official):
    piece = official.face(px.imshow([[1, 2], [3, 4]], x=["a", "b"], y=["top", "foot"]))
    assert piece.text.split("\n")[2:7] == ["y | x | z", "top | a | 1", "top | b | 2", "foot | a | 3", "foot | b | 4"]


def test_a_map_that_asks_for_its_ground_needs_a_drawing(official):
    world = px.scatter_geo(lat=[31.6], lon=[121.5])
    assert official.face(world) is None
    drawn = present.with_drawing(world, '<svg xmlns="http://www.w3.org/2000/svg"><text>31.6</text></svg>')
    piece = official.face(drawn)
    assert "chart-model" not in piece.html and "data:image/svg+xml;base64," in piece.html
    assert piece.svg.startswith("<svg")


def test_a_drawing_that_an_author_gives_stands_in_print():
    drawing = Figure()
    drawing.subplots().set_title("drawn by hand")
    figure = present.with_drawing(go.Figure(go.Pie(labels=["a"], values=[1])), drawing)
    piece = Faces(make_edition("en")).face(figure)
    assert "drawn by hand" in piece.svg and model_of(piece)["data"]
    with pytest.raises(TypeError, match="expected a matplotlib figure or SVG. Fix: "):
        present.with_drawing(figure, 3)
    with pytest.raises(TypeError, match="expected a Plotly figure. Fix: "):
        present.with_drawing(drawing, drawing)


@pytest.mark.parametrize("figure", [px.line(FRAME, x="year", y="value"), go.Figure(go.Pie(labels=["a"], values=[1]))])
def test_a_figure_of_unknown_origin_is_marked_with_a_sentence_on_the_page_and_in_print(figure, doubtful, official):
    piece = doubtful.face(figure)
    for face in (piece.html, piece.markdown):
        assert MARK in face and "illustrative data" in face
    assert MARK in piece.text
    assert MARK not in official.face(figure).html


def matplotlib_figure():
    with matplotlib.rc_context({"font.sans-serif": ["Noto Sans CJK SC", "DejaVu Sans"]}):
        figure = Figure(figsize=(6, 3))
        axes = figure.subplots()
        axes.plot([2021, 2022], [8700, 9050], label="养老床位")
        axes.fill_between([2021, 2022], [1, 2], hatch="/")
        axes.set_title("床位数")
        axes.legend()
    return figure


def test_a_matplotlib_figure_is_svg_whose_chinese_text_stays_text(official):
    piece = official.face(matplotlib_figure())
    xml.etree.ElementTree.fromstring(piece.svg)
    assert "床位数" in piece.svg and "养老床位" in piece.svg and "Noto Sans CJK SC" in piece.svg
    assert "<style" not in piece.html and "http-equiv" not in piece.html
    assert 'aria-label="床位数; 养老床位"' in piece.html


def test_two_matplotlib_figures_on_a_page_share_no_id():
    faces = Faces(make_edition("en"))
    first, second = (set(re.findall(r' id="([^"]+)"', faces.face(matplotlib_figure()).html)) for _ in range(2))
    assert len(first) > 1 and not first & second


def test_a_matplotlib_figure_is_marked_and_gives_the_same_bytes():
    edition = make_edition("en")
    first, second = (Faces(edition).face(matplotlib_figure()) for _ in range(2))
    assert first == second
    assert MARK in first.html and MARK in first.markdown and "illustrative data" in first.markdown
