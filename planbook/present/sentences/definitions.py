"""What an indicator is: its definition, formula, targets and place in the plan; and the tasks that serve it."""

from __future__ import annotations

from planbook.model import ChangedPart, Reported, TaskKind
from planbook.present.edition import Edition
from planbook.present.inline import Block, Inline, Passage, definitions, fill, join, join_sentences, plain
from planbook.present.marks import illustrative_mark, mark_once, status_mark, type_tag
from planbook.present.measures import measure_of
from planbook.present.pieces import Piece
from planbook.present.subjects import Subject, indicator_subject, task_subject

__all__ = ["say_breakdowns", "say_indicator_definition", "say_related_tasks"]


def say_indicator_definition(edition: Edition, indicator_id: str) -> Piece:
    """The plan's own words for the indicator, as a list of terms and what they are."""
    words, inputs = edition.words, edition.inputs
    indicator, subject = inputs.indicators[indicator_id], indicator_subject(edition, indicator_id)
    chapter = inputs.chapters[indicator.chapter_id]
    rows: list[tuple[str, Inline]] = [
        ("number", plain(indicator.number)),
        ("name", plain(words.text(indicator.name))),
        ("type", type_tag(words, indicator.type)),
        ("definition", plain(words.text(indicator.definition))),
        ("formula", plain(words.text(indicator.formula))),
        ("unit", plain(words.unit(subject.unit))),
        (
            "baseline",
            fill(words, "definition.of_year", value=subject.baseline_shown, year=words.year(indicator.baseline_year)),
        ),
        (
            "target",
            fill(words, "definition.of_year", value=subject.target_shown, year=words.year(indicator.target_year)),
        ),
        *_earlier(edition, subject),
        ("direction", plain(words(f"definition.{indicator.direction.value}"))),
        ("target_kind", plain(words(f"definition.kinds.{indicator.target_kind.value}"))),
        ("chapter", plain((chapter.number if words.language == "zh" else "") + words.text(chapter.title))),
        ("source", plain(words.text(inputs.sources[indicator.source_id].title))),
    ]
    rows = [(key, content) for key, content in rows if content.text.strip()]
    entries = [(plain(words(f"definition.{key}_head")), content) for key, content in rows]
    return definitions(f"definition-{indicator_id}", entries)


def _earlier(edition: Edition, subject: Subject) -> list[tuple[str, Inline]]:
    """What the plan said before it was changed, and since when it has the indicator at all."""
    words, rows = edition.words, []
    for change in subject.indicator.changes:
        if change.part not in (ChangedPart.TARGET, ChangedPart.BASELINE, ChangedPart.ADDED):
            continue
        said = fill(
            words,
            f"plan_changes.said.{change.part.value}",
            value="" if change.before is None else words.value(change.before, subject.unit),
            date=words.date(change.effective),
            document=words.text(edition.inputs.sources[change.source_id].title),
        )
        if change.part is ChangedPart.ADDED or change.before is not None:
            rows.append((f"before_{change.part.value}", said))
    return rows


def say_breakdowns(edition: Edition, indicator_id: str) -> Piece:
    """The latest values by category, a sentence for each breakdown; nothing where there is none."""
    words, subject, said = edition.words, indicator_subject(edition, indicator_id), []
    for parts in edition.inputs.parts_of(indicator_id):
        if not parts.years:
            continue
        known = [(one, parts.of(one.id, parts.years[-1])) for one in parts.categories]
        items = [
            fill(
                words,
                "breakdowns.item",
                category=words.inside(words.text(category.name)),
                value=subject.written(one.value, one.illustrative),
            )
            for category, one in known
            if isinstance(one, Reported)
        ]
        named = words.inside(words.text(parts.breakdown.name))
        year = words.year(parts.years[-1])
        said.append(fill(words, "breakdowns.sentence", breakdown=named, year=year, items=join(words, items)))
    if not said:
        return Passage(f"breakdowns-{indicator_id}").piece()
    sentence = join_sentences(words, [mark_once(words, one) for one in said])
    return Passage(f"breakdowns-{indicator_id}", [Block((sentence,), css_class="record")]).piece()


def say_related_tasks(edition: Edition, indicator_id: str) -> Piece:
    """The tasks of the plan that serve the indicator, each with how it stands."""
    words = edition.words
    related = [task for task in edition.inputs.tasks.values() if task.indicator_id == indicator_id]
    identifier = f"related-{indicator_id}"
    if not related:
        return Passage(identifier, [Block((fill(words, "definition.no_tasks"),))]).piece()
    items = []
    for task in related:
        mark = task_subject(edition, task.id).mark if task.kind is TaskKind.NUMERIC else None
        if mark is None:
            measure = measure_of(edition, task)
            mark = status_mark(words, measure.status)
            if measure.illustrative:
                mark = mark + illustrative_mark(words)
        items.append(fill(words, "definition.task", text=words.text(task.text), mark=mark))
    return Passage(identifier, [Block(tuple(items), kind="ul")]).piece()
