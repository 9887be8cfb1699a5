"""Formulas in MathML, TeX and plain text."""

from __future__ import annotations

from planbook.present.formula import (
    absolute,
    as_block,
    as_inline,
    bracket,
    chain,
    fraction,
    mean,
    number,
    power,
    root,
    said,
    total,
    variable,
)


def test_completion_reads_the_same_in_three_faces():
    completion = variable("c").equals(fraction(variable("x", "t") - variable("x", "0"), variable("x", "T")))
    assert completion.text == "c = (xt − x0) / xT"
    assert completion.tex == r"c = \frac{x_{t} - x_{0}}{x_{T}}"
    assert completion.mathml == (
        "<mi>c</mi><mo>=</mo><mfrac><mrow><msub><mi>x</mi><mi>t</mi></msub><mo>−</mo>"
        "<msub><mi>x</mi><mn>0</mn></msub></mrow><mrow><msub><mi>x</mi><mi>T</mi></msub></mrow></mfrac>"
    )


def test_a_number_keeps_its_separators_and_its_mark():
    assert number("9,371 ◇").tex == r"\text{9,371◇}"
    assert number("55.6%").tex == r"\text{55.6\%}"
    assert number("9,371 ◇").mathml == "<mn>9,371◇</mn>"
    assert fraction(number("932 ◇"), number("1,666")).text == "932 ◇ / 1,666"


def test_powers_roots_means_and_sums():
    assert power(bracket(variable("a")), number("2")).text == "(a)^2"
    assert root(variable("a")).tex == r"\sqrt{a}"
    assert mean("t").tex == r"\bar{t}"
    assert total(variable("a")).text == "Σ a"
    assert absolute(variable("g")).text == "|g|"
    assert said("实际").tex == r"\text{实际}"
    assert chain(variable("a"), variable("b"), number("1")).text == "a = b = 1"
    assert (variable("a") + variable("b") * variable("c")).tex == r"a + b \cdot c"


def test_a_formula_names_no_other_host():
    block, inline = as_block(variable("a")), as_inline(variable("a"))
    assert block.html == '<div class="formula"><math display="block"><mrow><mi>a</mi></mrow></math></div>'
    assert block.markdown == "$$a$$"
    assert inline.markdown == "$a$"
    assert "http" not in block.html + inline.html
