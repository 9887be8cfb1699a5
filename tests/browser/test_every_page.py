"""What holds on every page of the edition, in both languages; the walk is made once (`survey` in conftest.py)."""

from __future__ import annotations

FIRST_VIEW_KILOBYTES = 250


def told(findings: list[str]) -> str:
    return f"{len(findings)} found:\n" + "\n".join(findings[:15])


def test_axe_finds_no_violation_in_light_or_dark(survey):
    assert not survey.violations, told(survey.violations)


def test_the_console_stays_empty(survey):
    assert not survey.console, told(survey.console)


def test_no_request_leaves_the_machine(survey):
    assert not survey.foreign, told(survey.foreign)


def test_nothing_a_page_asks_for_is_missing(survey):
    assert not survey.failed, told(survey.failed)


def test_no_page_scrolls_sideways_on_a_phone(survey):
    assert not survey.overflowing, told(survey.overflowing)


def test_the_first_view_of_every_page_is_light(survey):
    heavy = [f"{page}: {size:.0f} KB" for page, size in survey.kilobytes.items() if size > FIRST_VIEW_KILOBYTES]
    assert survey.kilobytes and not heavy, told(heavy)
