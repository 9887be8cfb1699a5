"""What the areas beside an indicator have to agree on: one defect each."""

from dataclasses import replace

import pytest
from builders import BED, PERCENT, make_indicator, make_plan

from planbook.model import Area, AreaLevel, Origin, Peer, Text
from planbook.rules import DeclaredSeries, Facts, find_problems

OWN = Area("here", Text("本区", "Here"), AreaLevel.COUNTY, make_plan().area_code, "city")
CITY = Area("city", Text("全市", "City"), AreaLevel.PROVINCE, "310000", "")
BEDS = DeclaredSeries("beds", Text("床位", "Beds"), Text("床位。", "Beds."), "bed", "stock")
PLANNED = DeclaredSeries("beds_target", Text("床位目标", "Beds, target"), Text("目标。", "Target."), "bed", "plan")
SHARE = DeclaredSeries("share", Text("占比", "Share"), Text("占比。", "Share."), "percent", "share")
GOOD = Peer("i03", "city", "beds", "beds_target", origin=Origin("data/plan/peers.csv", 2))


def told_of(peer: Peer) -> list[str]:
    facts = Facts(
        2023,
        plan=make_plan(),
        units={unit.id: unit for unit in (BED, PERCENT)},
        areas={area.id: area for area in (OWN, CITY)},
        indicators={"i03": make_indicator()},
        series={one.id: one for one in (BEDS, PLANNED, SHARE)},
        peers=(peer,),
    )
    return [problem.what for problem in find_problems(facts) if problem.file == "data/plan/peers.csv"]


def test_a_good_one_has_nothing_wrong_with_it():
    assert told_of(GOOD) == []


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"series_id": "", "target_series_id": ""}, "nothing is named that is published of city beside i03"),
        ({"area_id": "here"}, "the plan's own area stands beside itself"),
        ({"series_id": "beds_target"}, "series_id names a series of targets"),
        ({"target_series_id": "beds"}, "target_series_id names a series of values"),
        ({"series_id": "share"}, "share cannot be set beside i03"),
        ({"comparable": False}, "city is not comparable with i03, and nothing says why"),
    ],
)
def test_each_defect_is_told_once(change, said):
    assert told_of(replace(GOOD, **change)) == [said]
