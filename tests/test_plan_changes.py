"""Plans that change midway: each edition sees the plan of its cut-off date, and judges by that."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from planbook.assess import assess_all, assessments_frame
from planbook.load import load_inputs
from planbook.model import Inputs, PaceVerdict
from planbook.paths import find_project

SMALL = Path(__file__).parent / "fixtures" / "small_plan"
HEAD = "change_id,indicator_id,effective,part,value,source_id,note_zh,note_en\n"
DOCUMENT = (
    "decision_2023,关于调整示例规划指标的通知,Notice on changes of the example plan,示例县人民政府,County Government,"
    "2023-06-30,示例〔2023〕9号,,original,为测试而编写,Written for tests\n"
)
ADDED = (
    "i04,4,c2-2,流动图书车停靠点,Stops of the mobile library,停靠点,Stops,"
    "年末停靠点数。,Stops at the end of the year.,,,2021,10,2025,50,,plain,rise,volume,binding,reach,,,plan_example\n"
)
CHANGES = (
    "c1,i04,2022-07-01,added,,decision_2023,,\n"
    "c2,i02,2023-06-30,target,95,decision_2023,提前达到序时进度，调高目标。,Raised for running ahead.\n"
    "c3,i03,2023-06-30,dropped,,decision_2023,,\n"
    "c4,i01,2024-03-01,baseline,205000,decision_2023,,\n"
)


def changed_plan(folder: Path, changes: str = CHANGES) -> Path:
    """The invented plan of the fixtures, with an indicator more and these changes."""
    made = folder / "data"
    shutil.copytree(SMALL, made)
    for name, text in (("plan/indicators.csv", ADDED), ("sources.csv", DOCUMENT)):
        with (made / name).open("a", encoding="utf-8") as file:
            file.write(text)
    for year, value in ((2022, 16), (2023, 22)):
        with (made / f"observations/{year}.csv").open("a", encoding="utf-8") as file:
            file.write(f"i04,{year},{value},,illustrative_example,,\n")
    shutil.copyfile(made / "observations/2023.csv", made / "observations/2024.csv")
    text = (made / "observations/2024.csv").read_text(encoding="utf-8").replace(",2023,", ",2024,")
    (made / "observations/2024.csv").write_text(text.replace("238000", "240000"), encoding="utf-8")
    (made / "plan/changes.csv").write_text(HEAD + changes, encoding="utf-8")
    return made


@pytest.fixture(scope="module")
def plan(tmp_path_factory) -> Path:
    return changed_plan(tmp_path_factory.mktemp("plan"))


def known(plan: Path, year: int) -> Inputs:
    return load_inputs(year, plan, find_project().params)


def test_each_edition_has_the_indicators_of_its_cut_off_date(plan):
    members = {year: list(known(plan, year).indicators) for year in range(2021, 2025)}
    assert members == {
        2021: ["i01", "i02", "i03"],
        2022: ["i01", "i02", "i03", "i04"],
        2023: ["i01", "i02", "i04"],
        2024: ["i01", "i02", "i04"],
    }
    assert [list(known(plan, year).dropped) for year in (2022, 2023)] == [[], ["i03"]]
    assert known(plan, 2023).dropped["i03"].dropped.effective == date(2023, 6, 30)


def test_a_revised_target_is_judged_by_from_its_date_on(plan):
    # 62 → 90: at the end of 2022, 9 of 28 points are 32.1 % of the way, with 40 % due: 0.80
    before, after = known(plan, 2022), known(plan, 2023)
    assert (before.indicators["i02"].target, after.indicators["i02"].target) == (90.0, 95.0)
    assert assess_all(before)["i02"].completion == pytest.approx(9 / 28)
    # 62 → 95: at the end of 2023, 12 of 33 points are 36.4 %, with 60 % due: 0.61; of 28 they would be 42.9 %: 0.71
    judged = assess_all(after)["i02"]
    assert (judged.completion, judged.pace_ratio) == (pytest.approx(12 / 33), pytest.approx(12 / 33 / 0.6))
    assert judged.required_per_year == pytest.approx((95 - 74) / 2)
    (change,) = after.indicators["i02"].earlier_targets
    assert (change.before, change.value, change.source_id) == (90.0, 95.0, "decision_2023")
    assert after.indicators["i02"].target_source_id == "decision_2023"
    assert after.indicators["i02"].source_id == after.indicators["i02"].baseline_source_id == "plan_example"


def test_a_restated_baseline_counts_from_its_date_on(plan):
    # 205,000 → 260,000: at the end of 2024, 35,000 of 55,000 are 63.6 %
    assert known(plan, 2023).indicators["i01"].baseline == 200000
    after = known(plan, 2024)
    assert assess_all(after)["i01"].completion == pytest.approx(35 / 55)
    assert after.indicators["i01"].baseline_observation.source_id == "decision_2023"
    assert after.as_adopted["i01"].baseline == 200000


def test_an_added_indicator_is_judged_from_its_start(plan):
    # 10 at the end of 2021 → 50 at the end of 2025: a year on, a quarter is due, and 6 of 40 are 15 %: 0.6
    first = assess_all(known(plan, 2022))["i04"]
    assert (first.due, first.completion, first.pace) == (0.25, pytest.approx(0.15), PaceVerdict.LAGGING)
    assert assess_all(known(plan, 2023))["i04"].due == 0.5


def test_a_dropped_indicator_is_not_judged_and_stands_apart(plan):
    inputs = known(plan, 2023)
    frame = assessments_frame(inputs, assess_all(inputs)).set_index("indicator_id")
    assert "i03" not in assess_all(inputs)
    row = frame.loc["i03"]
    assert (row["pace_verdict"], row["outlook_verdict"], row["target"], row["value"]) == ("dropped", "", 20, 22)
    assert list(frame.index) == ["i01", "i02", "i04", "i03"]  # after those that are judged


def test_past_editions_stay_as_they_were(plan, tmp_path):
    """Changes that come later, and whatever they bring with them, leave no trace in the editions before."""
    before = changed_plan(tmp_path, CHANGES.splitlines(keepends=True)[0])
    for year in (2021, 2022):
        frames = [assessments_frame(inputs, assess_all(inputs)) for inputs in (known(before, year), known(plan, year))]
        assert frames[0].to_csv() == frames[1].to_csv()
        assert known(before, year).plan_changes == known(plan, year).plan_changes
    untouched = load_inputs(2021, SMALL, find_project().params)
    assert assessments_frame(untouched, assess_all(untouched)).to_csv() == frames_of(plan, 2021)


def frames_of(plan: Path, year: int) -> str:
    inputs = known(plan, year)
    return assessments_frame(inputs, assess_all(inputs)).to_csv()


def test_a_change_of_the_cut_off_date_itself_is_in_force(tmp_path):
    made = changed_plan(tmp_path, "c1,i02,2022-12-31,target,95,decision_2023,,\n")
    assert [known(made, year).indicators["i02"].target for year in (2021, 2022)] == [90.0, 95.0]


def test_a_change_counts_by_the_cut_off_date_of_the_parameters(tmp_path):
    made = changed_plan(tmp_path, "c1,i02,2022-12-01,target,95,decision_2023,,\n")
    params = tmp_path / "params"
    shutil.copytree(find_project().params, params)
    text = (params / "2022.yml").read_text(encoding="utf-8").replace("cut_off: 2022-12-31", "cut_off: 2022-11-30")
    (params / "2022.yml").write_text(text, encoding="utf-8")
    assert load_inputs(2022, made, params).indicators["i02"].target == 90.0


def test_several_changes_of_one_target_are_told_in_their_order(tmp_path):
    made = changed_plan(
        tmp_path,
        "c2,i02,2023-06-30,target,95,decision_2023,,\nc1,i02,2022-03-01,target,92,decision_2023,,\n"
        "c3,i02,2023-06-30,target_year,2024,decision_2023,,\n",
    )
    inputs = known(made, 2023)
    assert [(one.before, one.value) for one in inputs.indicators["i02"].earlier_targets] == [(90.0, 92.0), (92.0, 95.0)]
    assert inputs.indicators["i02"].target_year == 2024
    assert assess_all(inputs)["i02"].due == 0.75  # three of four years
