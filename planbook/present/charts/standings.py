"""How an indicator stands, in the words that several charts use."""

from __future__ import annotations

from collections.abc import Iterable

from planbook.present.charts.common import marked, value_text, verdict_text
from planbook.present.subjects import Subject

__all__ = ["completion", "latest_value", "numbered", "source_ids", "standing", "verdict"]


def numbered(subject: Subject) -> str:
    """`4 护理型床位占比`."""
    return subject.words("charts.numbered", number=subject.number, name=subject.short_name)


def latest_value(subject: Subject) -> str:
    """The latest value, with its year where that is not the edition's."""
    latest, words = subject.assessment.latest, subject.words
    if latest is None:
        return words("verdict.not_reported")
    shown = value_text(words, latest.value, subject.unit, latest.illustrative, latest.flag)
    if latest.year != subject.edition.year:
        return words("charts.older_value", value=shown, year=words.year(latest.year))
    return shown


def completion(subject: Subject) -> str:
    """`40.0% ◇`; a dash where it is not computed."""
    judged, words = subject.assessment, subject.words
    return "–" if judged.completion is None else marked(words, words.share(judged.completion), judged.illustrative)


def verdict(subject: Subject) -> str:
    """`▼ 滞后`."""
    return verdict_text(subject.words, subject.pace, subject.assessment.reversing)


def standing(subject: Subject) -> dict[str, str]:
    """The fields that hover texts and alternative texts are filled with."""
    return {
        "name": subject.short_name,
        "value": latest_value(subject),
        "completion": completion(subject),
        "due": subject.due,
        "verdict": verdict(subject),
    }


def source_ids(subjects: Iterable[Subject]) -> list[str]:
    """The plan's source and those of the latest values."""
    subjects = list(subjects)
    plan = [subject.edition.inputs.indicators[subject.id].source_id for subject in subjects]
    return plan + [subject.assessment.source_id for subject in subjects if subject.assessment.source_id]
