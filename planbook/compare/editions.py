"""What one edition says otherwise than an earlier one: figures that were revised, and verdicts that changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass

from planbook.model import Assessment, Inputs, Reported

__all__ = ["EditionDifference", "FigureChange", "VerdictChange", "compare_editions"]


@dataclass(frozen=True)
class FigureChange:
    """A figure of a year that both editions tell of; None where one of them had none."""

    subject: str
    year: int
    before: float | None
    after: float | None
    flag: str


@dataclass(frozen=True)
class VerdictChange:
    """The class of an indicator in both editions; `judgement` is pace or outlook."""

    subject: str
    judgement: str
    before: str
    after: str
    because_revised: bool  # whether a figure of the earlier edition's years was restated


@dataclass(frozen=True)
class EditionDifference:
    """Everything that differs, in the order of the plan."""

    earlier: str
    later: str
    figures: tuple[FigureChange, ...]
    verdicts: tuple[VerdictChange, ...]

    def as_dict(self) -> dict[str, object]:
        """As plain values, for `diff --json`."""
        return asdict(self)


def compare_editions(
    earlier: Inputs, later: Inputs, judged_earlier: Mapping[str, Assessment], judged_later: Mapping[str, Assessment]
) -> EditionDifference:
    """Two editions of one plan beside each other."""
    figures = tuple(_figures(earlier, later))
    revised = {change.subject for change in figures}
    return EditionDifference(
        str(earlier.parameters.name),
        str(later.parameters.name),
        figures,
        tuple(_verdicts(judged_earlier, judged_later, revised)),
    )


def _figures(earlier: Inputs, later: Inputs) -> Iterator[FigureChange]:
    for name in later.indicators:
        then = {one.year: one for one in earlier.series_of(name).observations} if name in earlier.indicators else {}
        now = {one.year: one for one in later.series_of(name).observations}
        for year in sorted({*then, *now}):
            before, after = (
                found.value if isinstance(found := known.get(year), Reported) else None for known in (then, now)
            )
            if year <= earlier.parameters.year and before != after:
                yield FigureChange(name, year, before, after, now[year].code if year in now else "")


def _verdicts(
    before: Mapping[str, Assessment], after: Mapping[str, Assessment], revised: set[str]
) -> Iterator[VerdictChange]:
    for name in after:
        if name not in before:
            continue
        old, new = before[name], after[name]
        pairs = (
            ("pace", _class(old), _class(new)),
            ("outlook", old.outlook.value, new.outlook.value),
        )
        for judgement, one, other in pairs:
            if one != other:
                yield VerdictChange(name, judgement, one, other, name in revised)


def _class(assessment: Assessment) -> str:
    return f"{assessment.pace.value}{' (reversing)' if assessment.reversing else ''}"
