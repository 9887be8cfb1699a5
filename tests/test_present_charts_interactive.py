"""The interactive face: what the page's script hands to Plotly."""

from __future__ import annotations

import json
import math
import re

import plotly.graph_objects as go
import pytest

from planbook.looks import LIGHT
from planbook.present.charts.interactive import plotly_figure, plotly_model
from planbook.present.charts.model import (
    Axis,
    Band,
    Bar,
    Break,
    Cell,
    Chart,
    ChartTable,
    Dots,
    Key,
    Label,
    Line,
    Matrix,
    MatrixRow,
    Place,
    Plane,
    Rows,
    Segment,
    Shape,
    Tick,
    TrackRow,
    Zone,
)

YEARS = Axis(2019.5, 2025.5, tuple((float(year), str(year)) for year in range(2020, 2026)))
PLANE = Plane(
    YEARS,
    Axis(0.0, 100.0, ((0.0, "0%"), (50.0, "50%"), (100.0, "100%")), grid=True),
    (
        Band(((2023.0, 40.0, 44.0), (2025.0, 50.0, 70.0))),
        Zone(((2020.0, 0.0), (2021.0, 0.0), (2021.0, 10.0)), "band"),
        Line(((2020.0, 30.0), (2023.0, 42.0)), "series-1"),
        Line(((2020.0, 30.0), (2025.0, 60.0)), "muted", dashed=True),
        Dots(((2020.0, 30.0),), "series-1", hover=("2020<br>30.0%",)),
        Dots(((2023.0, 42.0),), "series-1", hollow=True, hover=("2023<br>42.0% ◇",)),
        Dots(((2024.0, 20.0),), "lagging", Shape.DOWN_TWICE),
        Segment((2020.0, 60.0), (2025.0, 60.0), "accent"),
        Tick(2023.0, 48.0),
        Break(2022.5, 35.0, "break"),
        Label(2023.0, 42.0, "42.0% ◇ <b>"),
        Label(2025.0, 60.0, "target", "accent", Place.END),
    ),
)
ROWS = Rows(
    Axis(0.0, 1.0),
    (TrackRow("one", "42.0%", "▼ lagging", "lagging", "solid"), TrackRow("two", tag="outline")),
    (Bar(0, 0.0, 0.4, "lagging", hatched=True, hover="0.4"), Bar(1, 0.0, 0.7, "ahead"), Tick(0.6, 0), Tick(0.6, 1)),
    head=(Label(0.6, 0, "due 60%"),),
    columns=("name", "value", "verdict"),
    track=(0.0, 1.0),
)
MATRIX = Matrix(
    ("2022", "2023"),
    (
        MatrixRow("heading"),
        MatrixRow(
            "one",
            (Cell(Shape.HALF, "ahead", hollow=True, hover="under way"), Cell(Shape.CIRCLE, "achieved", framed=True)),
        ),
        MatrixRow("two", (None, Cell(Shape.CIRCLE, "achieved", hover="completed"))),
    ),
)
KEYS = (Key("illustrative", Shape.CIRCLE, "series-1", hollow=True), Key("bars", hatched=True), Key("path", dashed=True))


def make_chart(*panels) -> Chart:
    return Chart("c", "en", "Title", "Subtitle", panels, "alt", "source", ChartTable(("year",), ()), KEYS)


CHARTS = {
    "plane": make_chart(PLANE),
    "rows": make_chart(ROWS),
    "matrix": make_chart(MATRIX),
    "several": make_chart(PLANE, ROWS, MATRIX),
}


def strings(value):
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from strings(item)
    elif isinstance(value, list):
        for item in value:
            yield from strings(item)


@pytest.mark.parametrize("name", CHARTS)
@pytest.mark.parametrize("width", [350, 720])
def test_plotly_accepts_every_part_of_the_figure(name, width):
    figure = plotly_figure(CHARTS[name], width)
    go.Figure(data=figure["data"], layout=figure["layout"])  # raises on anything it does not know


@pytest.mark.parametrize("name", CHARTS)
def test_the_figure_is_plain_json_with_the_palettes_colours_only(name):
    model = plotly_model(CHARTS[name])
    assert json.loads(json.dumps(model, allow_nan=False)) == model
    colours = {found for text in strings(model) for found in re.findall(r"#[0-9a-f]{6}\b", text)}
    assert colours and colours <= set(LIGHT.values())
    assert plotly_model(CHARTS[name]) == model


def test_data_stand_at_their_own_values():
    data = plotly_figure(CHARTS["plane"])["data"]
    solid = next(
        trace for trace in data if trace["mode"] == "lines" and trace.get("line", {}).get("color") == LIGHT["series-1"]
    )
    assert (solid["x"], solid["y"]) == ([2020, 2023], [30, 42])
    assert "dash" not in solid["line"]


def test_illustrative_points_are_filled_with_the_paper_and_published_ones_with_their_colour():
    markers = {
        trace["hovertext"][0]: trace["marker"]["color"]
        for trace in plotly_figure(CHARTS["plane"])["data"]
        if trace.get("mode") == "markers" and "hovertext" in trace
    }
    assert markers == {"2020<br>30.0%": LIGHT["series-1"], "2023<br>42.0% ◇": LIGHT["paper"]}


def test_illustrative_bars_are_hatched():
    bars = [trace for trace in plotly_figure(CHARTS["rows"])["data"] if trace["type"] == "bar"]
    track, hatched, solid = bars
    assert hatched["marker"]["pattern"]["fgcolor"] == LIGHT["lagging"] and hatched["x"] == [0.4]
    assert solid["marker"] == {"color": LIGHT["ahead"]}
    assert track["hoverinfo"] == "skip"


def test_a_matrix_has_one_trace_for_each_look_and_frames_what_contradicts():
    figure = plotly_figure(CHARTS["matrix"])
    assert [len(trace["x"]) for trace in figure["data"]] == [1, 2]
    assert len([shape for shape in figure["layout"]["shapes"] if shape["type"] == "rect"]) == 1


def test_texts_are_not_read_as_html():
    texts = [note["text"] for note in plotly_figure(CHARTS["plane"])["layout"]["annotations"]]
    assert "42.0% ◇ &lt;b&gt;" in texts


def test_every_text_of_the_drawing_but_the_scales_stands_in_the_figure_too():
    texts = " ".join(note["text"] for note in plotly_figure(CHARTS["rows"])["layout"]["annotations"])
    for word in ("one", "two", "42.0%", "▼ lagging", "due 60%", "illustrative", "■", "□"):
        assert word in texts


def test_a_phone_takes_the_same_data_where_only_the_arrangement_differs():
    assert "data" not in plotly_model(CHARTS["plane"])["narrow"]
    assert plotly_model(CHARTS["plane"])["narrow"]["layout"]["height"] > 0
    assert "data" in plotly_model(CHARTS["rows"])["narrow"]  # rows stand at other heights


def test_domains_lie_within_the_figure():
    for chart in CHARTS.values():
        layout = plotly_figure(chart)["layout"]
        for name, axis in layout.items():
            if name.startswith(("xaxis", "yaxis")):
                low, high = axis["domain"]
                assert 0 <= low < high <= 1
                assert all(math.isfinite(end) for end in axis["range"])


def test_only_scales_with_ticks_on_both_sides_can_be_zoomed():
    assert plotly_figure(CHARTS["plane"])["layout"]["xaxis"]["fixedrange"] is False
    assert plotly_figure(CHARTS["rows"])["layout"]["xaxis"]["fixedrange"] is True
