"""Footnotes of a line: what is said of single figures, put together by year."""

from __future__ import annotations

from collections.abc import Iterable

from planbook.model import Text
from planbook.present.words import load_words
from planbook.present.yearbook.figures import bilingual
from planbook.present.yearbook.model import Figure

__all__ = ["listed_years", "noted"]


def year_ranges(years: Iterable[int]) -> str:
    """`2018–2021, 2023`: runs of years joined.

    >>> year_ranges([2023, 2018, 2019])
    '2018–2019, 2023'
    """
    runs: list[list[int]] = []
    for year in sorted(set(years)):
        if runs and year == runs[-1][-1] + 1:
            runs[-1].append(year)
        else:
            runs.append([year])
    return ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs)


def noted(figures: Iterable[Figure]) -> tuple[Text, ...]:
    """The notes of figures as one footnote each: `2018–2021：…`; years with the same note stand together."""
    by_note: dict[Text, list[int]] = {}
    for figure in figures:
        if figure.note != Text("", ""):
            by_note.setdefault(figure.note, []).append(figure.year)
    return tuple(
        bilingual("yearbook.note_of_year", years=listed_years(years), note=_without_stop(note))
        for note, years in by_note.items()
    )


def listed_years(years: Iterable[int]) -> Text:
    """`2018—2021、2023年`, `2018–2021, 2023`."""
    ranges = year_ranges(years)
    return Text(load_words("zh")("yearbook.years", years=ranges.replace(", ", "、").replace("–", "—")), ranges)


def _without_stop(note: Text) -> Text:
    return Text(note.zh.rstrip("。"), note.en.rstrip("."))
