"""Problems read as sentences with a place, a finding, a rule and one action."""

import pickle

import pytest

from planbook.errors import InputError, NotebookError, Problem, raise_errors

PROBLEM = Problem(
    file="data/observations/2023.csv",
    row=7,
    subject="i03",
    year=2023,
    what="the value is not a number",
    found="'n/a'",
    expected="a number or nothing",
    fix="type the number, or leave the cell empty and set the flag m",
)


def test_a_problem_names_file_row_subject_year_finding_rule_and_fix():
    assert str(PROBLEM) == (
        "data/observations/2023.csv:7 [i03, 2023]: the value is not a number; found 'n/a', "
        "expected a number or nothing. Fix: type the number, or leave the cell empty and set the flag m."
    )


def test_a_problem_without_row_and_subject_leaves_them_out():
    problem = Problem(
        file="params/2023.yml", what="there is no cut-off date", found="nothing", expected="a date", fix="add one."
    )
    assert str(problem) == "params/2023.yml: there is no cut-off date; found nothing, expected a date. Fix: add one."


def test_raise_errors_raises_everything_when_one_is_an_error():
    warning = Problem(file="a", what="w", found="x", expected="y", fix="z", severity="warning")
    with pytest.raises(InputError) as caught:
        raise_errors([warning, PROBLEM])
    assert caught.value.problems == (warning, PROBLEM)
    assert caught.value.exit_code == 2


def test_raise_errors_hands_warnings_back():
    warning = Problem(file="a", what="w", found="x", expected="y", fix="z", severity="warning")
    assert raise_errors([warning]) == (warning,)


def test_errors_cross_process_borders_whole():
    error = pickle.loads(pickle.dumps(InputError([PROBLEM])))
    assert error.problems == (PROBLEM,)
    failed = pickle.loads(pickle.dumps(NotebookError("03-indicators", "zh", 4, "KeyError: 'x'", "trace")))
    assert (failed.chapter, failed.language, failed.cell, failed.traceback) == ("03-indicators", "zh", 4, "trace")
    assert str(failed) == "03-indicators (zh), cell 4: KeyError: 'x'"
