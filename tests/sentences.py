"""Every sentence that an edition's pages say, by page, for tests of how they are written."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pandas as pd

from planbook import present
from planbook.present.edition import Edition

__all__ = ["said_on_pages", "sentences_of"]

SENTENCE_END = {"zh": re.compile(r"(?<=[。！？])"), "en": re.compile(r"(?<=[.!?])\s+(?=[A-Z“0-9])")}


def sentences_of(text: str, language: str) -> list[str]:
    """The sentences of a passage; an item of a list is one, without its bullet and its mark."""
    lines = [line.removeprefix("- ").strip() for line in text.splitlines()]
    parts = [part.strip() for line in lines for part in SENTENCE_END[language].split(line)]
    return [part.replace(" ◇", "") for part in parts if part]


def said_on_pages(edition: Edition) -> Iterator[tuple[str, list[str]]]:
    """Each page with what its builders say, paragraph by paragraph; the plan's own words and arithmetic left out."""
    score, inputs = edition.scorecard(), edition.inputs
    counts, outlooks = (
        score.groupby([column, "type"]).size().unstack(fill_value=0) for column in ("verdict", "outlook")
    )
    yield (
        "00-summary",
        [
            present.say_headline(edition, score).text,
            present.say_counts(edition, counts, outlooks).text,
            present.say_edition_note(edition).text,
            present.say_laggards(edition, score).text,
            present.say_changes(edition, score).text,
            present.say_doubts(edition, score).text,
            present.say_hindsight(edition).text,
        ],
    )
    headings = [one for one in inputs.chapters if one.startswith("c1-")]
    review = [present.say_achievements(edition, edition.achievements(one)).text for one in headings]
    yield "01-review-13th", [present.say_review_overview(edition, edition.achievements("c1")).text, *review]
    situation = [present.say_situation(edition, one).text for one in inputs.situation]
    yield "02-situation", [present.say_situation_note(edition).text, *situation]
    yield (
        "03-indicators",
        [present.say_binding(edition, score).text, present.say_method_agreement(edition, score).text],
    )
    for chapter in (one for one in inputs.chapters.values() if one.notebook == "chapter"):
        frames = [frame(chapter.id) for frame in (edition.scorecard, edition.tasks, edition.measures)]
        yield (
            chapter.id,
            [
                present.say_chapter_overview(edition, *frames).text,
                present.say_tasks(edition, frames[1]).text,
                present.say_measures(edition, frames[2]).text,
                present.say_chapter_problems(edition, *frames).text,
            ],
        )
    series = edition.series_changes()
    yield (
        "06-two-plans-compared",
        [
            present.say_comparison(edition, edition.continued(), series).text,
            present.say_comparison_series(edition, series).text,
            present.say_comparison_tests(edition).text,
        ],
    )
    for indicator_id in inputs.indicators:
        judged = edition.judged(indicator_id)
        verdict = present.say_indicator_verdict(edition, judged).text.splitlines()
        yield (
            indicator_id,
            [
                verdict[0],  # the lines under it are arithmetic
                present.say_outlook(edition, judged, judged[judged["outlook"].notna()]).text,
                present.say_agreement(edition, judged).text,
                present.say_sensitivity(edition, judged).text,
                present.say_past_verdicts(edition, indicator_id).text,
                present.say_responsibility(edition, indicator_id).text,
            ],
        )
    findings = edition.findings()
    promises = _promises(edition, findings)
    for office_id in inputs.offices:
        own = promises[promises["office_id"] == office_id]
        yield (
            f"offices/{office_id}",
            [present.say_office(edition, office_id).text, present.say_promises(edition, own).text],
        )
    yield (
        "06-duties",
        [
            present.say_duties(edition, edition.responsibilities(), findings).text,
            present.say_promises(edition, promises).text,
        ],
    )


def _promises(edition: Edition, findings: pd.DataFrame) -> pd.DataFrame:
    """The countermeasures of the year before with this year's answers, as the pages put them together."""
    promised = findings[(findings["year"] == edition.year - 1) & (findings["measure"] != "")]
    answers = findings[(findings["year"] == edition.year) & (findings["follows"] != "")].set_index("follows")
    return promised.drop(columns=["answer", "answer_text"]).join(answers[["answer", "answer_text"]])
