"""The national 14th plan outline, `plans/china-14`: published figures only, and verdicts worked by hand."""

import csv
import math
from functools import cache
from pathlib import Path

import pytest
from in_process import make_pages_in_process

from planbook import present
from planbook.assess import assess_all
from planbook.load import check_project, load_inputs
from planbook.model import IndicatorType, Progress, TargetKind
from planbook.paths import LANGUAGES, find_project
from planbook.present import Piece
from planbook.present.edition import open_edition

PROJECT = find_project()
PLAN = Path(__file__).resolve().parents[1] / "plans" / "china-14"
YEARS = (2021, 2022, 2023, 2024, 2025)


@cache
def inputs(year: int):
    return load_inputs(year, PLAN, PLAN / "params")


@cache
def assessed(year: int):
    return assess_all(inputs(year))


def compounded(*changes: float) -> float:
    """Per cent of change over all years."""
    return 100 * (math.prod(1 + change / 100 for change in changes) - 1)


def mean(*changes: float) -> float:
    return 100 * (math.prod(1 + change / 100 for change in changes) ** (1 / len(changes)) - 1)


@pytest.mark.parametrize("year", YEARS)
def test_every_year_passes_the_check(year):
    problems = check_project(year, PROJECT, PLAN)
    assert [str(problem) for problem in problems if problem.severity == "error"] == []


def test_nothing_is_made_up_and_the_official_classification_is_not_there():
    assert not any(source.illustrative for source in inputs(2025).sources.values())
    assert not any(judged.illustrative for judged in assessed(2025).values())
    assert not inputs(2025).precedents
    words = "\n".join(path.read_text(encoding="utf-8") for path in sorted(PLAN.rglob("*")) if path.is_file())
    for phrase in ("崇明", "民政", "Chongming", "civil affairs", "提前实现 4", "快于预期5"):
        assert phrase not in words


def test_a_value_of_an_indicator_stands_in_a_quotation():
    """Each year's value is one of the quoted ones, from the same source."""
    with (PLAN / "context" / "values.csv").open(encoding="utf-8") as file:
        quoted = {(row["year"], row["value"], row["source_id"]) for row in csv.DictReader(file) if row["quote"]}
    for year in YEARS:
        with (PLAN / "observations" / f"{year}.csv").open(encoding="utf-8") as file:
            for row in csv.DictReader(file):
                assert row["value"] == "" or (row["year"], row["value"], row["source_id"]) in quoted, row


def test_types_are_those_that_texts_state():
    types = [indicator.type for indicator in inputs(2022).indicators.values()]
    assert [types.count(kind) for kind in IndicatorType] == [7, 2, 11]


# Kind, edition, verdict; what the class follows from is worked beside it.
VERDICTS = [
    ("i01", TargetKind.SET_YEARLY, 2022, "not_judged"),
    ("i02", TargetKind.RELATIVE, 2022, "on_pace"),  # mean of 8.7 and 4.2 above that of 8.1 and 3.0
    ("i03", TargetKind.REACH, 2022, "achieved"),  # 65.22 of 65
    ("i04", TargetKind.YEARLY_AVERAGE, 2022, "ahead"),  # mean of 9.4 and 7.7, 1.22 times the 7
    ("i05", TargetKind.REACH, 2022, "ahead"),  # 3.1 of 5.7 = 0.544, 0.4 due: 1.36
    ("i06", TargetKind.REACH, 2022, "not_reported"),
    ("i07", TargetKind.KEEP, 2022, "on_pace"),  # (5.1 + 5.6) / 2 = 5.35, kept within 5.5, the period not over
    ("i07", TargetKind.KEEP, 2025, "achieved"),  # (5.1 + 5.6 + 5.2 + 5.1 + 5.2) / 5 = 5.24 over the whole period
    ("i11", TargetKind.REACH, 2022, "lagging"),  # 0.7 of 2.7 = 0.259, 0.4 due: 0.65
    ("i12", TargetKind.REACH, 2023, "achieved"),  # 78.6 of 78.3
    ("i13", TargetKind.CUMULATIVE, 2022, "lagging"),  # 2.80 of 13.5, 5.64 due
    ("i13", TargetKind.CUMULATIVE, 2023, "not_judged"),  # the definition changed
    ("i14", TargetKind.CUMULATIVE, 2023, "lagging"),  # 4.57 of 18, 1 - 0.82^0.6 = 11.2 due
    ("i14", TargetKind.CUMULATIVE, 2025, "not_judged"),  # 2024 was not found
    ("i15", TargetKind.REACH, 2022, "lagging"),  # below the baseline
    ("i18", TargetKind.KEEP, 2022, "on_pace"),  # (6.8285 + 6.8655) / 2 above 6.5
    ("i20", TargetKind.RELATIVE, 2022, "on_pace"),  # 0.05 points below, within 0.1
    ("i20", TargetKind.RELATIVE, 2025, "achieved"),
]


@pytest.mark.parametrize(("indicator", "kind", "year", "verdict"), VERDICTS)
def test_verdicts_are_those_worked_by_hand(indicator, kind, year, verdict):
    assert inputs(year).indicators[indicator].target_kind is kind
    assert assessed(year)[indicator].pace == verdict


def test_a_kind_that_the_plan_has_is_worked_at_least_once():
    assert {indicator.target_kind for indicator in inputs(2022).indicators.values()} == {
        kind for _, kind, *_ in VERDICTS
    }


def test_a_level_comes_out_of_its_way():
    standing = assessed(2022)["i05"].standing
    assert standing.completion == pytest.approx((9.4 - 6.3) / (12 - 6.3))
    assert standing.ratio == pytest.approx((9.4 - 6.3) / (12 - 6.3) / 0.4)
    assert assessed(2022)["i15"].standing.completion == pytest.approx(-1)
    assert assessed(2022)["i15"].reversing


def test_a_baseline_of_an_earlier_year_makes_more_due():
    """78.2 in 2021 from 77.3 in 2019, to 78.3 in 2025: 0.9 done of 1, two of six years gone."""
    standing = assessed(2021)["i12"].standing
    assert (standing.completion, standing.due) == (pytest.approx(0.9), pytest.approx(2 / 6))


def test_a_cut_compounds_and_so_does_what_is_due():
    standing = assessed(2022)["i13"].standing
    assert isinstance(standing, Progress)
    assert standing.counted == pytest.approx(compounded(-2.7, -0.1))
    assert standing.due == pytest.approx((1 - 0.865 ** (2 / 5)) / 0.135)
    assert assessed(2023)["i14"].counted == pytest.approx(compounded(-3.8, -0.8, 0))


def test_a_yearly_average_is_a_geometric_mean():
    standing = assessed(2022)["i04"].standing
    assert standing.counted == pytest.approx(mean(9.4, 7.7))
    assert standing.ratio == pytest.approx(mean(9.4, 7.7) / 7)


def test_growth_in_step_is_compared_over_the_same_years():
    standing = assessed(2022)["i20"].standing
    assert (standing.counted, standing.reference) == (pytest.approx(mean(8.1, 2.9)), pytest.approx(mean(8.1, 3.0)))
    assert 0 < standing.reference - standing.counted < 0.1


def test_energy_per_unit_of_gdp_breaks_and_says_so():
    judged = assessed(2023)["i13"]
    assert (judged.latest.value, judged.latest.flag) == (-0.5, "b")
    assert judged.reason == "break_in_series"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_is_made_and_speaks_of_this_plan_alone(language, monkeypatch, capsys):
    made = make_pages_in_process(PLAN, 2022, language, monkeypatch)
    assert {"index", "01-review-13th", "03-indicators", "04-4-green", "06-two-plans-compared", "methods"} <= set(made)
    assert sum(address.startswith("indicators/") for address in made) == 20
    said = "\n".join(
        f"{piece.html}\n{piece.text}" for pieces in made.values() for piece in pieces if isinstance(piece, Piece)
    )
    for phrase in ("崇明", "民政", "Chongming", "civil affairs"):
        assert phrase not in said
    assert {"zh": "规划文本及其指标表", "en": "table of indicators were not found"}[language] in said


def test_what_could_not_be_judged_is_not_called_met():
    """Of the 20 targets 7 could be judged at the end; all 7 were met, and no more than that is said."""
    edition = open_edition(2025, "en", PLAN, PLAN / "params")
    said = present.say_headline(edition, edition.scorecard()).text
    assert "seven of 20 targets that could be judged were met" in said
    assert "three of seven binding targets that could be judged were met" in said
    assert "All 20" not in said


def test_a_total_shows_what_it_comes_to_and_nothing_is_hatched():
    edition = open_edition(2023, "zh", PLAN, PLAN / "params")
    strip = present.table_strip(edition, edition.scorecard())
    assert "单位 GDP 碳排放 | −4.6%" in strip.text
    assert "斜纹" not in strip.html
