"""Who answers for what, and what they wrote, as readers see it; what is not given is said to be so."""

from dataclasses import replace

import pytest
from bad_inputs.project import FIXTURES
from notebook_cells import run_cells

from planbook import present
from planbook.model import PaceVerdict

ROOT = FIXTURES.parents[1]


@pytest.fixture(scope="module", params=["zh", "en"])
def edition(request):
    return present.open_edition(2023, request.param, ROOT / "data", ROOT / "params")


@pytest.fixture(scope="module")
def english():
    return present.open_edition(2023, "en", ROOT / "data", ROOT / "params")


def test_a_made_up_unit_carries_the_mark_and_one_of_the_plan_does_not(english):
    text = present.table_offices(english, english.responsibilities()).text
    assert "Elderly care division of the District Civil Affairs Bureau ◇ | 4 | 2 | 2 | 1 | 0" in text
    assert "District Disabled Persons’ Federation | 0 | 0 | 0 | 0 | 1" in text  # 四（三）3 names it


def test_every_lagging_indicator_stands_among_the_findings_filled_or_not(edition):
    lagging = [one for one, found in edition.assessments.items() if found.pace is PaceVerdict.LAGGING]
    assert lagging == ["i04", "i07", "i15"]
    bare = replace(edition, inputs=replace(edition.inputs, findings={}, duties=()))
    for shown in (edition, bare):
        html = present.table_findings(shown, shown.findings()).html
        assert all(f'href="indicators/{one}.html"' in html for one in lagging)
    missing = edition.words("duties.to_be_named")
    assert present.table_findings(bare, bare.findings()).text.count(missing) == 3


def test_an_indicator_without_a_unit_says_who_has_to_name_it(english):
    text = present.say_responsibility(english, "i17").text
    assert text.splitlines()[0] == (
        "Lead unit: Not named. The plan names no responsible unit; the body that drew up the plan has to"
    )
    assert "Not behind" in text


def test_a_lagging_indicator_tells_cause_countermeasure_and_what_became_of_last_years(english):
    text = present.say_responsibility(english, "i04").text
    assert "Lead unit: Elderly care division ◇" in text
    assert "(sites and facilities) ◇" in text
    assert "(by December 2024) ◇" in text
    assert "Promised in 2022: Convert beds in three homes, ◐ under way (" in text


def test_the_promises_of_last_year_are_counted_by_what_became_of_them():
    space, _ = run_cells("06-duties", {"lang": "en"})
    # Of the three of 2022: one passed, one two thirds done, one not held.
    assert sorted(space["promises"]["answer"]) == ["done", "not_done", "under_way"]
    said = present.say_promises(space["edition"], space["promises"]).text
    assert said == ("In 2022, 3 countermeasures were promised: 1 is done, 1 is under way and 1 is not done ◇.")
    unanswered = space["promises"].assign(answer=None)
    assert "3 have no answer" in present.say_promises(space["edition"], unanswered).text


def test_the_rules_worked_in_view_are_those_published_and_a_changed_one_is_told():
    run_cells("06-duties", {"lang": "zh"})
    with pytest.raises(Exception, match="i12"):
        run_cells("06-duties", {"lang": "en"}, lambda source: source.replace("needed > best", "needed > 2 * best"))


def test_binding_targets_are_looked_into_and_never_lowered(english):
    rows = present.table_adjustments(english, english.proposals()).text.splitlines()
    nursing = next(row for row in rows if row.startswith("Nursing-type beds"))
    assert "look into it" in nursing
    assert "lower the target" not in nursing
    assert "Needs 9 percentage points a year; the best year so far brought 4.2" in nursing


def test_the_choice_of_a_unit_needs_no_script_and_hides_rows_of_others_only(edition):
    choice = present.say_unit_choice(edition)
    assert 'content-visible when-format="html"' in choice.markdown.splitlines()[0]  # nothing of it is printed
    assert "<script" not in choice.html
    style = (ROOT / "site/assets/site.css").read_text(encoding="utf-8")
    table = present.table_findings(edition, edition.findings()).html
    for place in range(1, len(edition.inputs.offices) + 1):
        assert f"choose-unit-{place}" in choice.html
        assert f'body:has(.choose-unit-{place}:checked) tr[class^="by-unit-"]:not(.by-unit-{place})' in style
    assert 'class="by-unit-1"' in table


def test_a_unit_has_its_own_list_with_what_is_asked_of_it(english):
    text = present.table_office_work(english, "elderly_care").text
    assert "Nursing-type beds | leads | ▼ lagging | Rise by 9 percentage points a year to 2025" in text.replace(
        " ◇", ""
    )
    bare = replace(english, inputs=replace(english.inputs, findings={}))
    assert "Enter cause and countermeasure" in present.table_office_work(bare, "elderly_care").text


def test_dates_are_shown_as_far_as_they_are_given(edition):
    from planbook.present.tables.duty_parts import due_shown

    expected = {
        "zh": ("2024年", "2024年12月", "2024年12月5日", "未填"),
        "en": ("2024", "December 2024", "5 December 2024", "Not provided"),
    }[edition.language]
    assert tuple(due_shown(edition, one) for one in ("2024", "2024-12", "2024-12-05", "")) == expected
