r"""Formulas with three faces: MathML for the page, TeX for print, plain text for a terminal.

Only what the methods page needs. `fraction(variable("x", "t") - variable("x", "0"), number("5"))` is
`<mfrac>…</mfrac>`, `\frac{x_{t} - x_{0}}{5}` and `(xt − x0) / 5`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape

from planbook.present.inline import Block, Inline

__all__ = [
    "Formula",
    "absolute",
    "as_block",
    "as_inline",
    "bracket",
    "chain",
    "fraction",
    "mean",
    "number",
    "operator",
    "power",
    "root",
    "said",
    "total",
    "variable",
]

TEX_OPERATORS = {"−": "-", "·": r"\cdot", "±": r"\pm", "≥": r"\ge", "≤": r"\le", "×": r"\times", "≈": r"\approx"}
PERCENT = "\\%"
TEX_LETTERS = {"ŷ": r"\hat{y}", "Σ": r"\sum"}


@dataclass(frozen=True)
class Formula:
    """A piece of a formula; `a - b`, `a + b`, `a * b` and `a.equals(b)` join pieces."""

    mathml: str
    tex: str
    text: str

    def _joined(self, sign: str, other: Formula) -> Formula:
        mark = operator(sign)
        return Formula(
            self.mathml + mark.mathml + other.mathml,
            f"{self.tex} {mark.tex} {other.tex}",
            f"{self.text} {sign} {other.text}",
        )

    def __sub__(self, other: Formula) -> Formula:
        return self._joined("−", other)

    def __add__(self, other: Formula) -> Formula:
        return self._joined("+", other)

    def __mul__(self, other: Formula) -> Formula:
        return self._joined("·", other)

    def equals(self, other: Formula) -> Formula:
        return self._joined("=", other)


def variable(name: str, index: str = "") -> Formula:
    """A letter with an index: `x₀`."""
    letter, tex = f"<mi>{escape(name)}</mi>", TEX_LETTERS.get(name, name if len(name) == 1 else rf"\mathrm{{{name}}}")
    if not index:
        return Formula(letter, tex, name)
    mark = f"<mn>{index}</mn>" if index.isdigit() else f"<mi>{escape(index)}</mi>"
    return Formula(f"<msub>{letter}{mark}</msub>", f"{tex}_{{{index}}}", f"{name}{index}")


def number(shown: str) -> Formula:
    """A number as the language writes it, with ◇ where it is illustrative."""
    close = shown.replace(" ◇", "◇")
    # as text: in TeX's mathematics a comma is a separator with a space after it
    return Formula(f"<mn>{escape(close)}</mn>", rf"\text{{{close.replace('%', PERCENT)}}}", shown)


def operator(sign: str) -> Formula:
    return Formula(f"<mo>{escape(sign)}</mo>", TEX_OPERATORS.get(sign, sign), sign)


def said(text: str) -> Formula:
    """Words inside a formula."""
    return Formula(f"<mtext>{escape(text)}</mtext>", rf"\text{{{text}}}", text)


def bracket(inner: Formula) -> Formula:
    return Formula(f"<mrow><mo>(</mo>{inner.mathml}<mo>)</mo></mrow>", rf"\left({inner.tex}\right)", f"({inner.text})")


def absolute(inner: Formula) -> Formula:
    return Formula(f"<mrow><mo>|</mo>{inner.mathml}<mo>|</mo></mrow>", rf"\left|{inner.tex}\right|", f"|{inner.text}|")


def fraction(above: Formula, below: Formula) -> Formula:
    return Formula(
        f"<mfrac><mrow>{above.mathml}</mrow><mrow>{below.mathml}</mrow></mfrac>",
        rf"\frac{{{above.tex}}}{{{below.tex}}}",
        f"{_grouped(above)} / {_grouped(below)}",
    )


def power(base: Formula, exponent: Formula) -> Formula:
    return Formula(
        f"<msup><mrow>{base.mathml}</mrow><mrow>{exponent.mathml}</mrow></msup>",
        f"{base.tex}^{{{exponent.tex}}}",
        f"{_grouped(base)}^{_grouped(exponent)}",
    )


def root(inner: Formula) -> Formula:
    return Formula(f"<msqrt>{inner.mathml}</msqrt>", rf"\sqrt{{{inner.tex}}}", f"√({inner.text})")


def mean(name: str) -> Formula:
    """A letter with a bar over it: the mean."""
    return Formula(f'<mover accent="true"><mi>{name}</mi><mo>¯</mo></mover>', rf"\bar{{{name}}}", f"{name}\u0304")


def total(inner: Formula) -> Formula:
    """A sum over all points."""
    return Formula(f"<mo>∑</mo>{inner.mathml}", rf"\sum {inner.tex}", f"Σ {inner.text}")


def chain(*parts: Formula) -> Formula:
    """`a = b = c`."""
    whole = parts[0]
    for part in parts[1:]:
        whole = whole.equals(part)
    return whole


def as_block(formula: Formula) -> Block:
    """A formula on a line of its own."""
    return Block(
        (
            Inline(
                f'<math display="block"><mrow>{formula.mathml}</mrow></math>',
                f"$${formula.tex}$$",
                formula.text,
            ),
        ),
        kind="formula",
        css_class="formula",
    )


def as_inline(formula: Formula) -> Inline:
    """A formula in running text."""
    return Inline(
        f"<math><mrow>{formula.mathml}</mrow></math>",
        f"${formula.tex}$",
        formula.text,
    )


def _grouped(part: Formula) -> str:
    simple = re.fullmatch(r"−?[^\s+−·]+(?: ◇)?", part.text) or (part.text.startswith("(") and part.text.endswith(")"))
    return part.text if simple else f"({part.text})"
