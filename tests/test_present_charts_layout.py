"""Where things go: labels side by side, lines of text, scales."""

from __future__ import annotations

import pytest
from builders import BED, PERCENT

from planbook.present.charts.common import nice_axis
from planbook.present.charts.layout import lay_out, style_for
from planbook.present.charts.metrics import text_width, wrap_text
from planbook.present.charts.model import Axis, Chart, ChartTable, Label, Line, Place, Plane, Rows, TrackRow
from planbook.present.charts.placing import Ground, spread
from planbook.present.words import load_words

ZH, EN = load_words("zh"), load_words("en")


def make_chart(*panels, **overrides) -> Chart:
    fields = {
        "id": "c",
        "language": "zh",
        "title": "标题",
        "subtitle": "说明",
        "alt": "图",
        "source_line": "来源",
        "table": ChartTable(("年份",), ()),
    } | overrides
    return Chart(panels=panels, **fields)


def test_labels_that_do_not_touch_stay_where_they_want_to_be():
    assert spread([20.0, 60.0], [10.0, 10.0], 0.0, 100.0) == [20.0, 60.0]


def test_labels_that_want_the_same_place_part_evenly():
    # two of 10 px with 2 px between: the block of 22 px is centred on 50, so 39-49 and 51-61
    assert spread([50.0, 50.0], [10.0, 10.0], 0.0, 100.0, gap=2.0) == pytest.approx([44.0, 56.0])


def test_labels_keep_inside_their_edge_and_push_the_others_on():
    # the first wants 0 but is 10 px high, so it stands at 5; the second follows after the gap of 2
    assert spread([0.0, 1.0], [10.0, 10.0], 0.0, 100.0, gap=2.0) == pytest.approx([5.0, 17.0])


def test_labels_keep_the_order_of_what_they_belong_to():
    centres = spread([30.0, 10.0, 20.0], [15.0] * 3, 0.0, 200.0)
    assert centres[1] < centres[2] < centres[0]
    assert centres[2] - centres[1] >= 15 and centres[0] - centres[2] >= 15


def test_a_label_avoids_what_already_stands_beside_its_point():
    ground = Ground((0, 0, 200, 200))
    ground.take((70, 70, 130, 95))  # the place above (100, 100)
    _, box = ground.best([(100, 100)], 40, 12, 5, "above")
    assert box[1] >= 100


def test_a_line_never_begins_with_a_closing_mark_and_a_number_keeps_its_unit():
    lines = wrap_text("养老床位总数为 9,365 张，比2020年增加 926 张。", 12, 80)
    assert len(lines) > 2
    assert not any(line[0] in "，。" for line in lines)
    assert any("9,365 张" in line for line in lines)


def test_a_break_is_made_at_a_space_where_that_costs_no_line():
    assert wrap_text("2025年目标 300 张", 12, 80) == ("2025年目标", "300 张")


def test_the_mark_of_illustrative_figures_stays_with_its_figure():
    assert all("◇" not in line or "42.0%\u00a0◇" in line for line in wrap_text("value 42.0%\u00a0◇ in 2023", 12, 60))


def test_a_long_word_stays_whole_and_a_compound_may_part_after_its_hyphen():
    assert wrap_text("Responsibilities", 12, 20) == ("Responsibilities",)
    assert wrap_text("Nursing-type beds", 12, 70) == ("Nursing-", "type beds")


def test_lines_of_a_wrapped_text_are_no_wider_than_asked():
    for line in wrap_text("推进村居规范化建设，提高村居委会“一站式服务”效能，完善评价体系", 13, 120):
        assert text_width(line, 13) <= 120


def test_chinese_characters_are_one_em_wide():
    assert text_width("崇明", 10) == pytest.approx(20.0, rel=1e-4)


def test_no_text_is_smaller_than_11_px_at_any_width():
    assert all(min(style_for(width).text, style_for(width).small) >= 11 for width in (320, 350, 605, 720, 1000))


def test_a_scale_has_ticks_at_round_numbers_inside_its_range():
    axis = nice_axis(ZH, [8439.0, 10105.0], BED)
    # 1,666 in about five steps: 500
    assert [value for value, _ in axis.ticks] == [8500.0, 9000.0, 9500.0, 10000.0]
    assert axis.low < 8439 and axis.high > 10105
    assert axis.ticks[-1][1] == "10,000"


def test_a_scale_of_shares_starts_at_zero_when_zero_is_near_and_ends_at_100():
    axis = nice_axis(EN, [5.0, 100.0], PERCENT)
    assert (axis.low, axis.high) == (0.0, 100.0)
    assert axis.ticks[0] == (0.0, "0%") and axis.ticks[-1] == (100.0, "100%")


def test_labels_in_the_right_margin_do_not_overlap_and_stay_on_the_page():
    years = Axis(2020.0, 2025.0, ((2020.0, "2020"), (2025.0, "2025")))
    marks = tuple(
        mark
        for value in (50.0, 50.5, 51.0)
        for mark in (
            Line(((2020.0, 0.0), (2025.0, value)), "series-1"),
            Label(2025.0, value, f"很长的标签文字 {value}", place=Place.END),
        )
    )
    scene = lay_out(make_chart(Plane(years, Axis(0.0, 100.0), marks)), 350)
    boxes = sorted(text.box for text in scene.texts if text.tie == "right")
    boxes.sort(key=lambda box: box[1])
    assert len(boxes) == 3
    assert all(above[3] <= below[1] for above, below in zip(boxes, boxes[1:], strict=False))
    assert all(box[2] <= 350 for box in boxes)


def test_a_line_is_cut_off_where_it_leaves_the_panel():
    marks = (Line(((0.0, 0.0), (1.0, 20.0), (2.0, 0.0)), "series-1"),)
    scene = lay_out(make_chart(Plane(Axis(0.0, 2.0), Axis(0.0, 10.0), marks)), 720)
    runs = [path.points for path in scene.paths if path.role == "series-1"]
    frame = scene.frames[0]
    assert len(runs) == 2  # up to the edge, and down from it
    # half way up to 20 is 10, the edge: x is half a unit from either end
    assert runs[0][-1] == pytest.approx((frame.x_at(0.5), frame.top))
    assert runs[1][0] == pytest.approx((frame.x_at(1.5), frame.top))


def test_on_a_phone_the_track_stands_under_the_name():
    rows = Rows(Axis(0.0, 1.0), (TrackRow("护理型床位占比", "42.0%", "▼ 滞后"),), (), track=(0.0, 1.0))
    for width, under in ((350, True), (720, False)):
        scene = lay_out(make_chart(rows), width)
        name = next(text for text in scene.texts if text.lines[0].startswith("护理型"))
        assert (scene.frames[0].rows[0] > name.box[3]) is under
