"""Arithmetic of derived figures: computed, not executed."""

import pytest

from planbook.load.background import evaluate_arithmetic


@pytest.mark.parametrize(("expression", "value"), [
    ("1240 * 12 / 45605 * 100", 32.6280),  # 1,488,000 / 45,605 = 32.628: indicator 1 in 2020
    ("126000 / (435.95 * 10000) * 100", 2.8902),  # 12,600,000 / 4,359,500
    ("(4 - 1) / -2", -1.5),
    ("2", 2.0),
])
def test_plain_arithmetic_is_computed(expression, value):
    assert evaluate_arithmetic(expression) == pytest.approx(value, abs=5e-5)


@pytest.mark.parametrize("expression", [
    "__import__('os').getcwd()", "value * 2", "2 ** 1000000", "1 / 0", "1 +", "", "True + 1", "[1][0]", "'a' * 9",
    "1e308 * 10",
])
def test_anything_else_is_refused(expression):
    with pytest.raises(ValueError, match=r"numbers|complete|finite"):
        evaluate_arithmetic(expression)
