"""Ordinary outputs as pieces: frames, series, numbers, texts."""

import pandas as pd
import pytest
from builders import make_edition, make_inputs, make_observations

from planbook.paths import find_project
from planbook.present.edition import open_edition
from planbook.present.faces.showing import Faces
from planbook.present.faces.tables import face_of_frame


@pytest.fixture(scope="module", params=["zh", "en"])
def faces(request):
    return Faces(make_edition(request.param))


@pytest.fixture(scope="module")
def official():
    """Faces of an edition without illustrative figures."""
    observations = make_observations(source_id="plan_14", illustrative=False)
    return Faces(make_edition("en", make_inputs(observations=observations)))


def test_a_frame_is_a_house_table_in_its_units_with_its_title(official):
    frame = pd.DataFrame({"year": [2021, 2022], "value": [8700.0, 9050.4]})
    frame.attrs = {"title": "Beds", "units": {"value": "bed"}, "labels": {"year": "End of"}, "notes": ["Counted."]}
    piece = official.face(frame)
    assert piece.text == "Beds\nEnd of | Value [beds]\n2021 | 8,700\n2022 | 9,050\nCounted."
    assert '<th scope="row">2021</th>' in piece.html and "planbook" in piece.html
    assert piece.data.columns == ("year", "value")
    assert piece.data.rows == ((2021, 8700.0), (2022, 9050.4))


def test_text_from_data_shows_as_itself(official):
    piece = official.face(pd.DataFrame({"name": ['<script>alert("1")</script>']}))
    assert "<script" not in piece.html and "&lt;script&gt;" in piece.html
    assert "<b>" not in official.face("<b>bold</b>").html


def test_numbers_show_the_digits_they_have_and_what_is_missing_is_a_dash(official):
    frame = pd.DataFrame({"share": [0.5, 1 / 3, None], "small": [0.00123, 0.002, 0.0], "whole": [1.0, 1200.0, 3.0]})
    rows = official.face(frame).text.split("\n")[2:]
    assert rows == ["0.500 | 0.00123 | 1", "0.333 | 0.00200 | 1,200", "– | 0.00000 | 3"]


def test_a_series_shows_its_index_and_a_grouped_frame_its_levels(official):
    counts = pd.Series({"lagging": 3, "ahead": 2}, name="count")
    assert official.face(counts).text.split("\n")[1:] == [" | count", "lagging | 3", "ahead | 2"]
    grouped = pd.DataFrame({"a": ["x", "x"], "b": [1, 2], "n": [5, 6]}).set_index(["a", "b"])
    assert official.face(grouped).text.split("\n")[1:] == ["a | b | n", "x | 1 | 5", "x | 2 | 6"]


def test_a_long_frame_shows_both_ends_and_takes_all_of_it_away(official):
    piece = official.face(pd.DataFrame({"x": range(100)}))
    lines = piece.text.split("\n")
    assert lines[2] == "0" and lines[12] == "…" and lines[-2] == "99"
    assert "100 rows" in lines[-1]
    assert len(piece.data.rows) == 100


def test_an_empty_frame_says_so(official):
    assert "No data" in official.face(pd.DataFrame({"x": []})).text


def test_a_number_is_a_paragraph_and_truth_a_word(official):
    assert official.face(0.5555).html == '<p class="output">0.556</p>'
    assert official.face(True).text == "yes"


def test_rows_that_are_illustrative_bear_the_mark_and_the_file_says_so(faces):
    frame = pd.DataFrame({"year": [2020, 2021], "value": [8439.0, 8700.0], "illustrative": [False, True]})
    piece = faces.face(frame)
    assert [line.endswith("◇") for line in piece.text.split("\n")[2:4]] == [False, True]
    assert piece.data.columns[-1] == "illustrative"
    assert [row[-1] for row in piece.data.rows] == [False, True]


def test_a_frame_of_unknown_origin_is_marked_as_a_whole_with_a_sentence(faces):
    piece = faces.face(pd.DataFrame({"year": [2021], "value": [8700.0]}))
    lines = piece.text.split("\n")
    assert lines[0].endswith("◇") and lines[-1].startswith("◇")
    assert piece.data.rows == ((2021, 8700.0, True),)


@pytest.mark.parametrize("shown", [8700.0, 3, "eight thousand", True])
def test_a_bare_value_is_marked(faces, shown):
    assert "◇" in faces.face(shown).html and "◇" in faces.face(shown).markdown


def test_a_frame_that_says_it_is_illustrative_is_marked_in_any_edition(official):
    frame = pd.DataFrame({"value": [8700.0]})
    frame.attrs["illustrative"] = True
    assert official.face(frame).text.split("\n")[0].endswith("◇")


def test_a_derived_column_of_an_official_row_is_marked_where_it_may_rest_on_a_made_up_one(faces):
    frame = pd.DataFrame({"year": [2020, 2021], "value": [8439.0, 8700.0], "illustrative": [False, True]})
    frame["share"] = frame["value"] / frame["value"].sum()
    head, first = (line.split(" | ") for line in faces.face(frame).text.split("\n")[1:3])
    assert first[1] == "8,439" and "◇" not in head[1] and head[2] == "share ◇"  # all of its figures: once, in the head


def test_a_mark_that_an_aggregate_lost_is_put_back(faces):
    frame = pd.DataFrame({"value": [8600.0, 8700.0], "illustrative": [True, False], "group": ["a", "a"]})
    least = frame.groupby("group").min()  # the value of one row, what the other says of itself
    assert least["illustrative"].tolist() == [False]
    assert "◇" in faces.face(least).text


def test_a_share_of_illustrative_rows_and_a_missing_answer_are_marked(faces):
    frame = pd.DataFrame({"value": [8439.0, 8439.0], "illustrative": [0.5, None]})
    head, *rows = faces.face(frame).text.split("\n")[1:4]
    assert head.endswith(" ◇") and rows == ["8,439", "8,439"]


def test_a_marked_row_without_figures_bears_the_mark_on_its_name(faces):
    frame = pd.DataFrame({"name": ["beds", "shares"], "verdict": ["lagging", "ahead"], "illustrative": [True, False]})
    assert faces.face(frame).text.split("\n")[2:4] == ["beds ◇ | lagging", "shares | ahead"]


def test_a_figure_written_as_text_is_a_figure(faces):
    frame = pd.DataFrame({"year": [2020, 2021], "value": [8439.0, 8700.0], "illustrative": [False, True]})
    frame["share"] = [f"{share:.1%}" for share in frame["value"] / frame["value"].sum()]
    frame["when"] = ["2020", "midsummer"]
    head, first, second = (line.split(" | ") for line in faces.face(frame).text.split("\n")[1:4])
    assert head[2] == "share ◇"
    assert first[1:] == ["8,439", "49.2%", "2020"]
    assert second[1:] == ["8,700 ◇", "50.8%", "midsummer"]


def test_a_head_without_words_is_no_head_and_captions_may_repeat(official):
    html = official.face(pd.Series({"lagging": 3}, name="count")).html
    assert "<td></td>" in html and 'role="group"' in html


def test_figures_of_the_finished_plan_keep_the_unit_they_were_counted_in():
    project = find_project()
    edition = open_edition(2023, "en", project.data, project.params)
    rates = edition.continued()
    text = face_of_frame(rates.loc[["a1-1-09", "a1-3-02"]], edition, "output-1").text
    assert "991 persons" in text and "991.0%" not in text and "8,439 beds" in text
    without = face_of_frame(rates[["name", "unit", "first_end"]].loc[["a1-1-09"]], edition, "output-1").text
    assert "991" in without and "991.0%" not in without
