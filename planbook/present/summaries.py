"""An edition in a few plain lines, for a terminal and for nbval, which compares them with what they were."""

from __future__ import annotations

from planbook.model import Assessment
from planbook.present.edition import Edition

__all__ = ["summarise"]


def summarise(edition: Edition, *indicator_ids: str, counts: bool = False) -> str:
    """What an edition is, and one line for each of `indicator_ids`: value, completion, due, verdict, outlook.

    With `counts` the head counts the verdicts, for pages that show them: a page is run anew when what it read changes.
    """
    of_all = f"{len(edition.inputs.indicators)} indicators"
    if counts:
        of_all = ", ".join(f"{verdict} {count}" for verdict, count in edition.pace_counts.items() if count)
    lines = [f"{edition.year} {edition.inputs.parameters.kind.value}: {of_all}"]
    lines += [_line(edition.assessments[indicator_id]) for indicator_id in indicator_ids]
    return "\n".join(lines)


def _line(assessment: Assessment) -> str:
    def shown(number: float | None, pattern: str) -> str:
        return "none" if number is None else format(number, pattern)

    return (
        f"{assessment.indicator_id} {assessment.year}: {shown(assessment.value, 'g')}, "
        f"completion {shown(assessment.completion, '.3f')} of due {assessment.due:.3f}, "
        f"{assessment.pace.value}{' (reversing)' if assessment.reversing else ''}, {assessment.outlook.value}"
    )
