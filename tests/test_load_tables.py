"""Cells and rows as they stand in the file."""

import pytest

from planbook.load.tables import plain_number, read_tables, whole_number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("9365", 9365.0),
        ("-1.5", -1.5),
        ("+2", 2.0),
        (".5", 0.5),
        ("1e3", 1000.0),
        ("0", 0.0),
    ],
)
def test_plain_numbers_are_numbers(text, number):
    assert plain_number(text) == number


@pytest.mark.parametrize(
    "text",
    [
        "",
        "nan",
        "NaN",
        "inf",
        "-Infinity",
        "1_000",
        "1,000",
        "９３６５",
        " 9",
        "9 ",
        "0x1F",
        "1e999",
        "12%",
        "十",
    ],
)
def test_everything_else_is_not(text):
    assert plain_number(text) is None


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("2023", 2023),
        ("-3", -3),
        ("2023.0", None),
        ("", None),
        ("２０２３", None),
        ("1" * 5000, None),
    ],
)
def test_whole_numbers_are_plain_digits(text, number):
    assert whole_number(text) == number


def test_rows_are_numbered_by_the_line_they_begin_on(tmp_path):
    # The quoted note of the first row runs over lines 2 and 3, and line 4 is blank: the second row is on line 5.
    folder = tmp_path / "data"
    (folder / "observations").mkdir(parents=True)
    (folder / "observations/2021.csv").write_text(
        'indicator_id,year,value,flag,source_id,note_zh,note_en\ni01,2021,1,,s,"一\n二",Two lines\n\ni02,2021,2,,s,,\n',
        encoding="utf-8",
    )
    tables, _ = read_tables(folder, "data")
    rows = tables["observations/2021.csv"].rows()
    assert [(row.line, row["indicator_id"]) for row in rows] == [(2, "i01"), (5, "i02")]


def test_columns_may_stand_in_any_order(tmp_path):
    folder = tmp_path / "data"
    folder.mkdir()
    (folder / "sources.csv").write_text(
        "kind,source_id,title_zh,title_en,publisher_zh,publisher_en,published,document_number,address,note_zh,note_en\n"
        "plan,s,题,Title,者,Publisher,2021,,,,\n",
        encoding="utf-8",
    )
    tables, _ = read_tables(folder, "data")
    assert tables.ids("sources.csv") == ("s",)
