"""Values by category: read, checked against the total, shown, handed out."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from bad_inputs.cases import BREAKDOWN, CATEGORY, PART
from in_process import make_pages_in_process

from planbook import present
from planbook.load import load_inputs
from planbook.load.data import read_data
from planbook.model import Flag, Relation, Reported
from planbook.paths import find_project
from planbook.present import chart_breakdown, say_breakdowns, table_breakdown
from planbook.present.edition import open_edition
from planbook.present.yearbook.contents import build_yearbook
from planbook.publish.downloads.indicators import figures_by_category

SMALL = Path(__file__).parent / "fixtures" / "small_plan"
# 238,000 volumes at the end of 2023, 224,000 of them a year before
PARTS = {
    2022: "i01,2022,public,150000,,illustrative_example,,\ni01,2022,private,74000,p,illustrative_example,,\n",
    2023: "i01,2022,private,74000,,illustrative_example,,\ni01,2023,public,160000,,illustrative_example,,\n"
    "i01,2023,private,78000,,illustrative_example,仅统计对公众开放的,Open to the public only\n",
}


def broken_down(folder: Path, parts: dict[int, str] = PARTS) -> Path:
    """The invented plan of the fixtures with these values by owner."""
    made = folder / "data"
    shutil.copytree(SMALL, made)
    (made / "plan/breakdowns.csv").write_text(BREAKDOWN, encoding="utf-8")
    (made / "plan/categories.csv").write_text(CATEGORY, encoding="utf-8")
    (made / "observations_by").mkdir()
    for year, rows in parts.items():
        (made / f"observations_by/{year}.csv").write_text(PART + rows, encoding="utf-8")
    return made


@pytest.fixture(scope="module")
def plan(tmp_path_factory) -> Path:
    return broken_down(tmp_path_factory.mktemp("plan"))


def test_parts_are_known_by_edition_and_the_latest_file_counts(plan):
    params = find_project().params
    (then,) = load_inputs(2022, plan, params).parts_of("i01")
    (now,) = load_inputs(2023, plan, params).parts_of("i01")
    assert (then.years, now.years) == ((2022,), (2022, 2023))
    assert then.of("private", 2022).flags == (Flag.PROVISIONAL,) and now.of("private", 2022).flags == ()
    assert [one.id for one in now.categories] == ["public", "private"]
    assert now.of("private", 2023).note.en == "Open to the public only"
    assert load_inputs(2021, plan, params).parts_of("i01") == ()
    assert load_inputs(2023, plan, params).parts_of("i02") == ()


def test_made_up_parts_are_left_out_of_an_official_edition(plan):
    assert load_inputs(2023, plan, find_project().params, official_only=True).parts_of("i01") == ()


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ("i01,2023,public,160000,\ni01,2023,private,78000,\n", ""),  # 238,000
        ("i01,2023,public,160000,\ni01,2023,private,77999,\n", "the parts do not add up to the total"),
        ("i01,2023,public,160000,\ni01,2023,private,,m\n", ""),  # of what is missing nothing follows
        ("i01,2023,public,238001,\ni01,2023,private,,m\n", "some of the parts are more than the total"),
        ("i03,2023,public,21.5,\ni03,2023,private,22.5,\n", ""),  # 22 days lie between
        ("i02,2023,public,74.1,\ni02,2023,private,75,\n", ""),  # 74 was rounded
        ("i02,2023,public,75.2,\ni02,2023,private,76,\n", "the total lies outside its parts"),
    ],
)
def test_parts_agree_with_the_total(tmp_path, rows, said):
    rows = "".join(f"{row},illustrative_example,,\n" for row in rows.splitlines())
    problems = [one.what for one in read_data(2023, broken_down(tmp_path, {2023: rows}), "data").problems]
    assert [what for what in problems if "total" in what] == ([said] if said else [])


def test_groups_that_overlap_are_not_added(tmp_path):
    made = broken_down(tmp_path, {2023: "i01,2023,old,200000,,illustrative_example,,\n"})
    (made / "plan/categories.csv").write_text(
        CATEGORY + "old,age,老年,Old\nvery_old,age,高龄,Very old\n", encoding="utf-8"
    )
    with (made / "observations_by/2023.csv").open("a", encoding="utf-8") as file:
        file.write("i01,2023,very_old,90000,,illustrative_example,,\n")
    assert [one for one in read_data(2023, made, "data").problems if one.severity == "error"] == []
    (parts,) = load_inputs(2023, made, find_project().params).parts_of("i01")
    assert isinstance(parts.of("very_old", 2023), Reported)


# What readers see of it


@pytest.mark.parametrize(
    ("language", "rows", "title"),
    [
        (
            "zh",
            ["公办 | 150,000 | 160,000 | 67.2", "民办 | 74,000 | 78,000 | 32.8", "合计 | 224,000 | 238,000 | "],
            "藏书量按举办主体分，以公办为最多，2023年为 160,000 册 ◇，占 67.2% ◇",
        ),
        (
            "en",
            ["Public | 150,000 | 160,000 | 67.2", "Private | 74,000 | 78,000 | 32.8", "Total | 224,000 | 238,000 | "],
            "Holdings by owner: most are “public”, 160,000 volumes ◇ or 67.2% ◇ in 2023",
        ),
    ],
)
def test_table_and_chart_show_the_parts_beside_the_total(plan, language, rows, title):
    # 160,000 of 238,000 are 67.2 %, 78,000 are 32.8 %
    edition = open_edition(2023, language, plan, find_project().params)
    assert table_breakdown(edition, "i01", "owner").text.splitlines()[2:5] == rows
    chart = chart_breakdown(edition, "i01", "owner")
    assert chart.text.splitlines()[0].replace("\xa0", " ") == title
    assert chart.svg.count("◇") >= 4  # behind each value and share


def test_shares_that_do_not_add_up_have_no_share_of_the_total(tmp_path):
    rows = "i02,2023,public,70,,illustrative_example,,\ni02,2023,private,80,,illustrative_example,,\n"
    edition = open_edition(2023, "en", broken_down(tmp_path, {2023: rows}), find_project().params)
    assert table_breakdown(edition, "i02", "owner").text.splitlines()[1:4] == [
        "Owner | 2023 ◇ [%]", "Public | 70.0", "Private | 80.0",
    ]  # fmt: skip
    assert chart_breakdown(edition, "i02", "owner").text.splitlines()[0].replace("\xa0", " ") == (
        "Service points by owner: highest for “private”, 80.0% ◇ in 2023"
    )


def test_the_sheet_names_the_parts_in_a_sentence(plan):
    edition = open_edition(2023, "en", plan, find_project().params)
    assert say_breakdowns(edition, "i01").text == (
        "By owner in 2023: public 160,000 volumes and private 78,000 volumes ◇."
    )
    assert say_breakdowns(edition, "i02").text == ""


def test_the_page_of_an_indicator_shows_its_parts_and_no_other_does(plan, monkeypatch):
    shown: list[str] = []
    monkeypatch.setattr(present, "chart_breakdown", lambda _, one, by: shown.append(f"{one} {by}"))
    make_pages_in_process(plan, 2023, "en", monkeypatch)
    assert shown == ["i01 owner"]


def test_files_to_take_away_hold_the_parts_with_their_codes(plan):
    inputs = load_inputs(2023, plan, find_project().params)
    parts = [
        (category.id, figure.year, figure.value)
        for category, figure in figures_by_category(inputs, inputs.indicators["i01"])
        if category is not None
    ]
    assert parts == [
        ("public", 2022, 150000), ("public", 2023, 160000), ("private", 2022, 74000), ("private", 2023, 78000),
    ]  # fmt: skip


def test_parts_stand_under_their_total_in_the_yearbook(plan):
    inputs = load_inputs(2023, plan, find_project().params)
    lines = [line for part in build_yearbook(inputs) for table in part.tables for line in table.lines()]
    shown = [(line.item_id, line.relation) for line in lines if line.item_id.startswith("i01")]
    assert shown == [("i01", Relation.NONE), ("i01.public", Relation.PART), ("i01.private", Relation.PART)]
