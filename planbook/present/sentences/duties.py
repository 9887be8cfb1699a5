"""Sentences of who answers for what: the page's opening, one indicator's answers, one unit's page."""

from __future__ import annotations

from html import escape

import pandas as pd

from planbook.looks import PROMISES
from planbook.model import Answer, PaceVerdict
from planbook.present.duties import cooperating_with, findings_about, lead_of, work_of
from planbook.present.edition import Edition
from planbook.present.inline import Block, Inline, Passage, fill, join_sentences, plain
from planbook.present.marks import look_mark, with_mark
from planbook.present.pieces import Piece, only_on_page, raw_html
from planbook.present.subjects import indicator_subject
from planbook.present.tables.duty_parts import due_shown, office_names, with_sign

__all__ = ["say_duties", "say_office", "say_promises", "say_responsibility", "say_unit_choice"]


def say_duties(edition: Edition, responsibilities: pd.DataFrame, findings: pd.DataFrame) -> Piece:
    """What lags, and of how much of it cause and countermeasure are given; then of how much no unit is named."""
    words, inputs = edition.words, edition.inputs
    lagging = [
        indicator
        for indicator in inputs.indicators.values()
        if edition.assessments[indicator.id].pace is PaceVerdict.LAGGING
    ]
    now = findings[findings["year"] == edition.year]
    explained = {
        str(row["subject_id"])
        for row in now.to_dict("records")
        if isinstance(row["cause"], str) and row["cause"] and row["measure"]
    }
    told = sum(indicator.id in explained for indicator in lagging)
    made_up = any(edition.assessments[indicator.id].illustrative for indicator in lagging)
    sentences: list[Inline | None] = []
    if lagging:
        key = "all" if told == len(lagging) else "none" if not told else "some"
        sentences.append(
            with_mark(words, fill(words, f"duties.explained.{key}", count=len(lagging), told=told), made_up)
        )
    else:
        sentences.append(fill(words, "duties.none_lag"))
    of_indicators = responsibilities.loc[responsibilities.index.isin(list(inputs.indicators))]
    unnamed = int(of_indicators["lead_office"].isna().sum())
    if unnamed:
        sentences.append(fill(words, "duties.unnamed", count=unnamed, all=len(of_indicators)))
    return Passage("duties-opening", [Block((join_sentences(words, sentences),))]).piece()


def say_promises(edition: Edition, promises: pd.DataFrame) -> Piece:
    """How many of last year's countermeasures are done, under way, not done, unanswered."""
    words, year = edition.words, edition.words.year(edition.year - 1)
    if not len(promises):
        sentence = fill(words, "duties.none_promised", year=year)
        return Passage("promises", [Block((sentence,))]).piece()
    answers = [Answer(one) if isinstance(one, str) and one else None for one in promises["answer"]]
    kinds: tuple[Answer | None, ...] = (*Answer, None)
    parts = [
        words(f"duties.answered.{one.value if one else 'none'}", count=answers.count(one))
        for one in kinds
        if one in answers
    ]
    listed = "，".join(parts) if words.language == "zh" else words.list(parts)
    sentence = fill(words, "duties.promises", year=year, count=len(promises), parts=listed)
    return Passage("promises", [Block((with_mark(words, sentence, bool(promises["illustrative"].any())),))]).piece()


def say_unit_choice(edition: Edition) -> Piece:
    """A choice of one unit, which hides the rows of the others; works without script, and is not printed."""
    words = edition.words
    offices = list(edition.inputs.offices.values())
    if len(offices) < 2:
        return Piece("unit-choice", "", "", "")
    entries = [("all", words("duties.all_units"), True)]
    entries += [(str(place), words.text(office.short_name), False) for place, office in enumerate(offices, 1)]
    choices = "".join(
        f'<label><input type="radio" name="unit" class="choose-unit-{value}" value="{value}"'
        f"{' checked' if chosen else ''}> {escape(shown, quote=False)}</label>"
        for value, shown, chosen in entries
    )
    legend = escape(words("duties.choose"), quote=False)
    html = f'<fieldset class="unit-choice" data-pagefind-ignore="all"><legend>{legend}</legend>{choices}</fieldset>'
    return Piece("unit-choice", html, only_on_page(raw_html(html)), "")


def say_responsibility(edition: Edition, indicator_id: str) -> Piece:
    """Of one indicator: who leads and co-operates, what was achieved, problem, cause, countermeasure, next step.

    What is not given is said to be so, with who has to give it; a cause is asked for only where it is behind.
    """
    words = edition.words
    lead, helpers = lead_of(edition, indicator_id), cooperating_with(edition, indicator_id)
    behind = indicator_subject(edition, indicator_id).behind
    found = findings_about(edition, indicator_id)
    missing = words("duties.to_be_given") if lead else words("duties.to_be_named")
    rows: list[tuple[str, Inline]] = [
        ("lead", office_names(edition, [lead], "../") if lead else plain(words("duties.to_be_named_unit"))),
    ]
    if helpers:
        rows.append(("cooperating", office_names(edition, helpers, "../")))
    for part in ("achieved", "problem", "cause", "measure", "next_step"):
        texts = []
        for one in found:
            text = words.text(one.cause_text if part == "cause" else getattr(one, part))
            if part == "cause" and one.cause:
                kind = words(f"cause.{one.cause.value}")
                text = words("duties.cause_said", kind=kind, text=text.rstrip("。.")) if text else kind
            if part == "measure" and text:
                text = words("duties.measure_by", measure=text.rstrip("。."), due=due_shown(edition, one.due))
            if text:
                texts.append(with_sign(edition, text, one.illustrative))
        if texts:
            rows.append((part, join_sentences(words, texts)))
        elif behind and part in ("cause", "measure"):
            rows.append((part, plain(missing)))
    answered = [(one, edition.inputs.findings.get(one.follows)) for one in found if one.answer]
    for one, promised in answered:
        if promised is not None:
            mark = look_mark(words, PROMISES[one.answer])
            told = fill(
                words,
                "duties.was_promised",
                measure=words.text(promised.measure).rstrip("。."),
                answer=mark,
                said=words("duties.in_brackets", text=words.text(one.answer_text)) if one.answer_text.zh else "",
            )
            rows.append(("last_year", with_sign(edition, told, one.illustrative)))
    if not behind and not found:
        rows.append(("note", plain(words("duties.nothing_asked"))))
    heads = {key: words(f"duties.{key}_head", year=words.year(edition.year - 1)) for key, _ in rows}
    html = "".join(f"<div><dt>{escape(heads[key])}</dt><dd>{content.html}</dd></div>" for key, content in rows)
    markdown = "\n\n".join(f"{plain(heads[key]).markdown}\n\n:   {content.markdown}" for key, content in rows)
    text = "\n".join(f"{heads[key]}: {content.text}" for key, content in rows)
    return Piece(f"responsibility-{indicator_id}", f'<dl class="definition">{html}</dl>', markdown, text)


def say_office(edition: Edition, office_id: str) -> Piece:
    """What a unit answers for, in a sentence: so many indicators, of which so many lag, tasks, projects, promises."""
    words, inputs = edition.words, edition.inputs
    office = inputs.offices[office_id]
    led, helped = work_of(edition, office_id)
    indicators = [one for one in led if one in inputs.indicators]
    lagging = sum(edition.assessments[one].pace is PaceVerdict.LAGGING for one in indicators)
    made_up = any(duty.illustrative for duty in inputs.duties if duty.office_id == office_id)
    others = len(led) - len(indicators)
    name = words.inside(words.text(office.name))
    sentences = []
    if indicators:
        sentences.append(fill(words, "duties.leads_in", name=name, count=len(indicators), lagging=lagging))
    if others:
        sentences.append(fill(words, "duties.leads_others", count=others))
    if helped:
        sentences.append(fill(words, "duties.helps_in", count=helped))
    blocks = [Block((with_mark(words, join_sentences(words, sentences), made_up),))] if sentences else []
    return Passage(f"office-{office_id}", blocks).piece()
