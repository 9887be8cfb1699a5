"""What lags has to be explained, and the changes of targets that follow from stated rules."""

import shutil
from dataclasses import replace

import pytest
from bad_inputs.project import FIXTURES

from planbook.assess import assess_all, find_unanswered, propose_changes
from planbook.cli.checks import check_edition
from planbook.load import load_inputs
from planbook.model import AdjustmentKind, EditionName, ProposalRule
from planbook.paths import Project

ROOT = FIXTURES.parents[1]


@pytest.fixture(scope="module")
def shipped():
    return load_inputs(2023, ROOT / "data", ROOT / "params")


@pytest.fixture
def project(tmp_path):
    """The shipped project in a folder of its own, to be changed."""
    for name in ("data", "params", "notebooks", "site"):
        shutil.copytree(ROOT / name, tmp_path / name)
    shutil.copy(ROOT / "_quarto.yml", tmp_path)
    return Project(tmp_path)


def unanswered(inputs):
    return find_unanswered(inputs, assess_all(inputs), "data")


def test_nothing_is_said_where_each_lagging_binding_indicator_is_explained(shipped):
    # Of the five binding indicators only nursing-type beds (42 % of a way from 30 to 60: ratio 0.67) lag in 2023.
    assert unanswered(shipped) == ()


def test_a_lagging_binding_indicator_without_measures_is_a_warning_and_an_error_where_the_edition_asks_for_it(shipped):
    bare = replace(shipped, findings={})
    (problem,) = unanswered(bare)
    assert problem.severity == "warning"
    assert str(problem) == (
        "data/findings/2023.csv [i04, 2023]: a lagging binding indicator carries no cause and countermeasure; "
        "found no row for i04, expected a row with cause, countermeasure, responsible unit and date for i04. "
        "Fix: have the responsible unit fill in cause, measure_zh and measure_en."
    )
    strict = replace(bare, parameters=replace(bare.parameters, needs_measures=True))
    assert [one.severity for one in unanswered(strict)] == ["error"]


def test_a_cause_alone_and_a_finding_of_last_year_do_not_explain_it(shipped):
    findings = dict(shipped.findings)
    told = findings["f2023_01"]
    findings["f2023_01"] = replace(told, measure=type(told.measure)("", ""))
    (problem,) = unanswered(replace(shipped, findings=findings))
    assert "without measure_zh and measure_en" in problem.found
    del findings["f2023_01"]
    (problem,) = unanswered(replace(shipped, findings=findings))
    assert problem.found == "no row for i04"  # that of 2022 is there


def test_check_and_build_tell_of_it(project):
    path = project.data / "findings" / "2023.csv"
    rows = [row for row in path.read_text(encoding="utf-8").splitlines() if ",i04," not in row]
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    found = [one for one in check_edition(EditionName(2023), project, project.data) if one.subject == "i04"]
    assert [(one.severity, one.file) for one in found] == [("warning", "data/findings/2023.csv")]
    parameters = project.params / "2023.yml"
    parameters.write_text(parameters.read_text(encoding="utf-8") + "needs_measures: true\n", encoding="utf-8")
    found = [one for one in check_edition(EditionName(2023), project, project.data) if one.subject == "i04"]
    assert [one.severity for one in found] == ["error"]


def test_an_official_edition_has_nothing_to_explain_and_no_made_up_duty():
    inputs = load_inputs(2023, ROOT / "data", ROOT / "params", official_only=True)
    assert unanswered(inputs) == ()
    assert inputs.findings == {}
    assert [(duty.subject_id, duty.office_id) for duty in inputs.duties] == [("t4-3-3-03", "disabled_persons")]


def test_the_program_proposes_by_its_rules(shipped):
    proposals = {one.indicator_id: one for one in propose_changes(shipped, assess_all(shipped))}
    # 1: 36.05 against 35, met again since 2023, two years early, 1.05 beyond.
    early = proposals["i01"]
    assert (early.rule, early.kind, early.early) == (ProposalRule.MET_EARLY, AdjustmentKind.RAISE, 2)
    assert early.beyond == pytest.approx(1.05)
    # 4: (60 - 42) / 2 = 9 points a year; the best year yet brought 42 - 37.8 = 4.2.
    beyond = proposals["i04"]
    assert (beyond.rule, beyond.kind) == (ProposalRule.OUT_OF_REACH, AdjustmentKind.REVIEW)  # binding
    assert beyond.required == pytest.approx(9.0)
    assert beyond.best.per_year == pytest.approx(4.2)
    # 11: flag b in 2023. 10 is met too, but 100 % cannot be raised.
    assert proposals["i11"].rule is ProposalRule.DEFINITION_CHANGED
    assert "i10" not in proposals
    # 12: (20 - 17.5) / 2 = 1.25 a year, the best year brought 16.7 - 15.7 = 1.0.
    assert (proposals["i12"].rule, proposals["i12"].kind) == (ProposalRule.OUT_OF_REACH, AdjustmentKind.LOWER)
    assert all(one.illustrative for one in proposals.values())


def test_no_change_is_proposed_in_the_target_year_for_having_been_met():
    inputs = load_inputs(2025, ROOT / "data", ROOT / "params")
    rules = {one.rule for one in propose_changes(inputs, assess_all(inputs))}
    assert ProposalRule.MET_EARLY not in rules


@pytest.mark.parametrize(
    ("edition", "file", "read"),
    [
        ("2023", "2023", True),
        ("2023", "2022", True),
        ("2023", "2023-06", False),
        ("2023", "2024", False),
        ("2023-06", "2023-06", True),
        ("2023-06", "2022", True),
        ("2023-06", "2023", False),
        ("2023-06", "2022-06", False),
    ],
)
def test_an_edition_reads_what_was_known_by_its_date(edition, file, read):
    assert EditionName.of(edition).reads(EditionName.of(file)) is read


@pytest.mark.parametrize("name", ["23", "2023-13", "2023-6", "2023-06-30", ""])
def test_other_names_are_no_editions(name):
    with pytest.raises(ValueError, match="no name of an edition"):
        EditionName.of(name)
