"""The one-page brief as PDF: `brief-<language>.pdf`, A4, one side, set by Typst."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date
from pathlib import Path

from planbook.errors import PublishError
from planbook.looks import ILLUSTRATIVE_MARK
from planbook.paths import Project
from planbook.present.brief import make_brief
from planbook.present.edition import Edition
from planbook.present.titles import edition_title
from planbook.publish.fonts import PDF_STANDARD, find_fonts
from planbook.publish.request import handout_name
from planbook.publish.reuse import Reuse
from planbook.publish.tokens import word_colours
from planbook.publish.typeset import timestamp_of

__all__ = ["publish_brief"]

SIZES = ("11", "10.6", "10.2", "9.8", "9.4", "9", "8.6", "8.2", "7.8", "7.4")  # of its text, in points


def publish_brief(edition: Edition, folder: Path, project: Project, reuse: Reuse | None = None) -> Path:
    """Write the brief of an edition in its language into `folder`; its path.

    Raises
    ------
    PublishError
        When Typst fails.
    """
    target, source = folder / handout_name("brief", edition.language), project.extension / "brief.typ"
    given, published = _given(edition), edition.inputs.parameters.published
    made_of = [given, published, source.read_bytes()]
    target.write_bytes((reuse or Reuse()).of("briefs", made_of, lambda: _set_brief(source, given, published)))
    return target


def _set_brief(source: Path, given: dict[str, object], published: date) -> bytes:
    """The brief as PDF in the largest type in which it takes one page."""
    import typst

    told = _held(json.dumps(given, ensure_ascii=False))
    fonts = typst.Fonts(include_system_fonts=False, font_paths=[find_fonts()])
    try:
        for size in SIZES:
            pages = typst.compile(source, format="svg", font_paths=fonts, sys_inputs={"given": told, "size": size})
            if not isinstance(pages, list) or len(pages) == 1:
                break
        made = typst.compile(
            source,
            font_paths=fonts,
            timestamp=timestamp_of(published),
            pdf_standards=PDF_STANDARD,
            sys_inputs={"given": told, "size": size},
        )
    except RuntimeError as error:
        said = getattr(error, "diagnostic", None) or str(error)
        raise PublishError(f"Typst failed on brief.typ:\n{said}") from error
    return made if isinstance(made, bytes) else made[0]


def _held(text: str) -> str:
    """`text` with its marks held to what they mark: none begins a line."""
    return text.replace(f" {ILLUSTRATIVE_MARK}", f"\u00a0{ILLUSTRATIVE_MARK}").replace(
        ILLUSTRATIVE_MARK, f"\u2060{ILLUSTRATIVE_MARK}"
    )


def _given(edition: Edition) -> dict[str, object]:
    words, plan, parameters = edition.words, edition.inputs.plan, edition.inputs.parameters
    brief = make_brief(edition)
    last = words.year(plan.period.last_year)
    shown = ("lagging", "decide", "cause", "measure", "unit", "none_lagging", "none_decide")
    return {
        "language": edition.language,
        "palette": word_colours(),
        "title": f"{words.text(plan.title)} · {edition_title(words, parameters)} · {words('brief.title')}",
        "author": words.text(plan.issuer),
        "published": {part: getattr(parameters.published, part) for part in ("year", "month", "day")},
        "plan": words.text(plan.title),
        "edition": edition_title(words, parameters),
        "kind": words("brief.title"),
        "notice": words("report.notice") if edition.has_illustrative else None,
        "notice-foot": words("report.notice_foot") if edition.has_illustrative else "",
        "foot": words("brief.foot", cut_off=words.date(parameters.cut_off)),
        "headline": brief.headline,
        "counts": [asdict(one) for one in brief.counts],
        "outlooks": [asdict(one) for one in brief.outlooks] if edition.year < plan.period.last_year else [],
        "strip": [asdict(one) for one in brief.strip],
        "laggards": [asdict(one) for one in brief.laggards],
        "more": brief.more_lagging,
        "decisions": list(brief.decisions),
        "words": {key: words(f"brief.{key}") for key in shown}
        | {
            "now": words("brief.now", year=words.year(edition.year)),
            "later": words("brief.later", year=last),
            "strip": words("brief.strip", year=last),
            "legend": words("brief.legend", year=last),
        },
    }
