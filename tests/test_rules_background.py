"""Arithmetic of derived figures: computed, not executed."""

import pytest
from bad_inputs.project import make_project

from planbook.arithmetic import evaluate_arithmetic


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("1240 * 12 / 45605 * 100", 32.6280),  # 1,488,000 / 45,605 = 32.628: indicator 1 in 2020
        ("126000 / (435.95 * 10000) * 100", 2.8902),  # 12,600,000 / 4,359,500
        ("(4 - 1) / -2", -1.5),
        ("2", 2.0),
    ],
)
def test_plain_arithmetic_is_computed(expression, value):
    assert evaluate_arithmetic(expression) == pytest.approx(value, abs=5e-5)


@pytest.mark.parametrize(
    "expression",
    [
        "__import__('os').getcwd()",
        "value * 2",
        "2 ** 1000000",
        "1 / 0",
        "1 +",
        "",
        "True + 1",
        "[1][0]",
        "'a' * 9",
        "1e308 * 10",
    ],
)
def test_anything_else_is_refused(expression):
    with pytest.raises(ValueError, match=r"numbers|complete|finite|no figure"):
        evaluate_arithmetic(expression)


@pytest.mark.parametrize(("fall", "told"), [("-2.0", []), ("-3.0", ["the arithmetic does not use the input's figure"])])
def test_a_published_fall_stands_in_the_arithmetic_without_its_sign(tmp_path, fall, told):
    made = make_project(tmp_path / "project")
    made.add_line("data/plan/units.csv", "per_cent_change,change,%,%,%,1")
    made.add_line(
        "data/context/series.csv",
        "loans_change,外借增长,Change in loans,比上年增长。,Change on the year before.,per_cent_change,flow",
    )
    made.add_line("data/context/values.csv", f"loans_change,example,2018,{fall},,yearbook_example,下降,true,,")
    made.add_line(
        "data/context/derived.csv",  # 500,000 / 0.98 = 510,204.1
        "loans,example,2017,510204,e,derived_example,500000 / (1 - 2.0 / 100),"
        "loans:example:2018;loans_change:example:2018,,",
    )
    assert [problem.what for problem in made.check()] == told
