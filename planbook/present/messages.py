"""Messages of `assess` and `compare` put into words: each field written as its form says."""

from __future__ import annotations

from collections.abc import Callable

from planbook.model import Message, Text, Unit
from planbook.present.inline import Inline, fill
from planbook.present.words import Words

__all__ = ["decimals_of", "p_value", "say_message"]

CHANGE = "change:"
SMALLEST_P = 0.001


def say_message(words: Words, units: dict[str, Unit], message: Message) -> Inline:
    """The sentence of a message.

    Raises
    ------
    ValueError
        When a field's form is neither a unit nor one of those `Message` names.
    """
    fields = {name: _written(words, units, value, form) for name, value, form in message.fields}
    counts = [value for _, value, form in message.fields if form == "count"]
    if counts:
        fields.setdefault("count", counts[0])
    return fill(words, message.key, **fields)


def _written(words: Words, units: dict[str, Unit], value: float | int | str | Text, form: str) -> object:
    if isinstance(value, Text):
        return words.text(value)
    if isinstance(value, str):
        return words(value) if form == "key" else value
    if form.startswith(CHANGE):
        return words.change(value, units[form.removeprefix(CHANGE)]).removeprefix("+")  # running text has no plus sign
    if form in units:
        return words.value(value, units[form])
    writers: dict[str, Callable[[float], object]] = {
        "ratio": lambda number: words.number(number, 2),
        "share": words.share,
        "year": lambda number: words.year(int(number)),
        "p_value": lambda number: p_value(words, number),
        "number": lambda number: words.number(number, decimals_of(number)),
        "count": lambda number: number,
        "plain": str,
    }
    if form not in writers:
        raise ValueError(f"no form {form!r} of a message's field; units are {', '.join(sorted(units))}")
    return writers[form](value)


def p_value(words: Words, value: float) -> str:
    """A probability under the null hypothesis to three decimals: `0.031`, `<0.001`."""
    return words.number(value, 3) if value >= SMALLEST_P else f"<{words.number(SMALLEST_P, 3)}"


def decimals_of(value: float) -> int:
    """How many decimals a figure was given with."""
    shown = f"{value:.12g}"
    return len(shown.partition(".")[2]) if "e" not in shown else 0
