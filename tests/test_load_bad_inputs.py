"""What people are told of bad input: one defect each, the whole message compared with a text reviewed as prose."""

import re
from pathlib import Path

import pytest
from bad_inputs.cases import CASES
from bad_inputs.project import make_project, told

from planbook.errors import InputError, raise_errors
from planbook.load import load_inputs

EXPECTED = Path(__file__).resolve().parent / "bad_inputs" / "expected"
# <file>:<row> [<subject>, <year>]: <what>; found <value>, expected <rule>. Fix: <one action>.
FORM = re.compile(r"(error|warning): [^:]+(:\d+)?( \[[^]]+\])?: .+; found .+, expected .+\. Fix: .+\.")


@pytest.fixture
def bad(tmp_path):
    return make_project(tmp_path / "project")


def test_the_project_that_is_spoilt_has_nothing_wrong_with_it(bad):
    assert bad.check() == ()


@pytest.mark.parametrize("name", sorted(CASES))
def test_a_bad_input_is_told_as_reviewed(bad, name):
    CASES[name](bad)
    assert told(bad.check()) == (EXPECTED / f"{name}.txt").read_text(encoding="utf-8")


def test_there_is_one_reviewed_text_for_each_bad_input_and_it_tells_of_one_defect_in_the_common_form():
    assert sorted(path.stem for path in EXPECTED.glob("*.txt")) == sorted(CASES)
    for path in EXPECTED.glob("*.txt"):
        lines = path.read_text(encoding="utf-8").splitlines()
        assert len(lines) == 1, path.name
        assert FORM.fullmatch(lines[0]), path.name


def test_all_problems_of_all_files_are_told_at_once(bad):
    together = [
        "value_not_a_number",
        "share_above_100",
        "source_not_used",
        "quotation_missing",
        "plan_key_twice",
        "thresholds_out_of_order",
        "word_missing",
        "prose_without_language",
        "unit_unknown",
        "revision_without_flag",
    ]
    for name in together:
        CASES[name](bad)
    problems = bad.check()
    assert len(problems) == len(together)
    assert {problem.file for problem in problems} == {
        "data/observations/2022.csv",
        "data/observations/2023.csv",
        "data/sources.csv",
        "data/context/values.csv",
        "data/plan/plan.yml",
        "data/plan/indicators.csv",
        "params/2023.yml",
        "site/locales/en.yml",
        "notebooks/03-indicators.ipynb",
    }


def test_errors_come_before_warnings_and_warnings_alone_do_not_stop(bad):
    CASES["value_jumps"](bad)
    assert [problem.severity for problem in raise_errors(bad.check())] == ["warning"]
    CASES["share_target_above_100"](bad)
    bad.edit("data/observations/2022.csv", "i02,2022,71,,", "i02,2022,71,x,")
    assert [problem.severity for problem in bad.check()] == ["error", "error", "warning"]
    with pytest.raises(InputError):
        raise_errors(bad.check())


@pytest.mark.parametrize(
    "name",
    [
        "column_missing",
        "file_empty",
        "file_in_an_unknown_encoding",
        "file_of_the_year_missing",
        "value_not_a_number",
        "value_nan",
        "year_not_whole",
        "indicator_unknown",
        "unit_unknown",
        "flag_unknown",
        "id_twice",
        "share_above_100",
        "year_after_the_file",
        "baseline_equals_target",
        "derived_value_wrong",
        "plan_key_unknown",
        "parameters_missing",
        "thresholds_out_of_order",
    ],
)
def test_loading_refuses_what_the_check_calls_an_error_with_the_same_words(bad, name):
    CASES[name](bad)
    with pytest.raises(InputError) as caught:
        load_inputs(2023, bad.path("data"), bad.path("params"))
    assert str(caught.value).replace(f"{bad.root}/", "") in told(bad.check())


def test_loading_explains_all_problems_of_the_tables_at_once(bad):
    for name in ("value_not_a_number", "unit_unknown", "address_not_an_address", "derived_value_wrong"):
        CASES[name](bad)
    with pytest.raises(InputError) as caught:
        load_inputs(2023, bad.path("data"), bad.path("params"))
    assert sorted(problem.file.rpartition("/data/")[2] for problem in caught.value.problems) == [
        "context/derived.csv",
        "observations/2023.csv",
        "plan/indicators.csv",
        "sources.csv",
    ]


def test_loading_passes_over_warnings(bad):
    CASES["value_jumps"](bad)
    loaded = load_inputs(2023, bad.path("data"), bad.path("params"))
    assert loaded.observations.query("indicator_id == 'i01' and year == 2023")["value"].item() == 328000


def test_a_data_folder_that_does_not_exist_is_one_problem(bad):
    bad.path("data").rename(bad.path("elsewhere"))
    expected = [
        "data: there is no such data folder; found nothing, expected a folder with the plan's data. "
        "Fix: give the folder that holds plan/plan.yml with --data."
    ]
    assert [str(problem) for problem in bad.check()] == expected
    with pytest.raises(InputError, match="there is no such data folder"):
        load_inputs(2023, bad.path("data"), bad.path("params"))


def test_a_year_outside_the_plan_has_no_edition(tmp_path):
    bad = make_project(tmp_path / "project")
    for year in (2020, 2026):
        text = bad.path("params/2023.yml").read_text(encoding="utf-8").replace("2024", "2030")
        bad.path(f"params/{year}.yml").write_text(text.replace("2023", str(year)), encoding="utf-8")
        with pytest.raises(InputError) as caught:
            load_inputs(year, bad.path("data"), bad.path("params"))
        assert [problem.what for problem in caught.value.problems] == [f"the plan has no edition of {year}"]
