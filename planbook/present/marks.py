"""The marks that stand beside figures and names: verdicts, outlooks, types, statuses, flags, ◇, terms.

Each is an `Inline`: Markdown with the classes that style sheets and filters know, HTML, plain text for terminals and
spreadsheets (`▼ 滞后`, `8,439 ◇`). A verdict always has a shape and a word beside its colour.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from html import escape

from planbook.looks import FLAGS, ILLUSTRATIVE_MARK, OUTLOOKS, STATUSES, Look, look_of
from planbook.model import Flag, IndicatorType, OutlookVerdict, PaceVerdict, Status, Term, read_flags
from planbook.present.inline import Inline, attribute, plain, span
from planbook.present.words import Words

__all__ = [
    "figure",
    "flag_mark",
    "has_mark",
    "illustrative_mark",
    "illustrative_sign",
    "in_unit",
    "look_mark",
    "mark_once",
    "look_sign",
    "outlook_mark",
    "status_mark",
    "term_mark",
    "type_tag",
    "verdict_mark",
    "with_languages",
    "with_mark",
    "with_terms",
    "without_mark",
]

CHINESE_STRETCH = re.compile("[\u3400-\u4dbf\u4e00-\u9fff][\u3000-\u303f\u3400-\u9fff\uff00-\uffef\\d]*")
SENTENCE_ENDS = ("。", ".")
MARK_IN_HTML = re.compile(rf'<abbr class="illustrative"[^>]*>{ILLUSTRATIVE_MARK}</abbr>')
MARK_IN_MARKDOWN = f"[{ILLUSTRATIVE_MARK}]{{.illustrative}}"
MARK_IN_TEXT = re.compile(rf" ?{ILLUSTRATIVE_MARK}")
GAP_IN_CHINESE = re.compile("(?<=[\u3400-\u4dbf\u4e00-\u9fff]) (?=[\u3400-\u4dbf\u4e00-\u9fff])")


def with_languages(words: Words, text: str) -> Inline:
    """`text` with every Chinese stretch on an English page said to be Chinese, so that it is read out as such."""
    if words.language == "zh":
        return plain(text)
    whole, position = plain(""), 0
    for found in CHINESE_STRETCH.finditer(text):
        whole += plain(text[position : found.start()]) + span(found[0], lang="zh-Hans")
        position = found.end()
    return whole + plain(text[position:])


def look_mark(words: Words, look: Look) -> Inline:
    """`▼ 滞后`: the sign and the word of a class, with the class that gives it its colour."""
    group = look.word.partition(".")[0]
    sign = Inline(f'<span class="sign" aria-hidden="true">{look.mark}</span>', f"[{look.mark}]{{.sign}}", look.mark)
    return span(sign + plain(" ") + plain(words(look.word)), f"{group} {look.css}")


def look_sign(words: Words, look: Look, said: str) -> Inline:
    """`▼` alone, where a row of them stands; `said` is what it is read out as."""
    attributes = {"role": "img", "aria-label": said, "title": said}
    return span(look.mark, f"{look.word.partition('.')[0]} {look.css}", **attributes)


def verdict_mark(words: Words, verdict: PaceVerdict, reversing: bool = False) -> Inline:
    """`▼ 滞后`, `▼▼ 滞后（逆向）`."""
    return look_mark(words, look_of(verdict, reversing))


def outlook_mark(words: Words, outlook: OutlookVerdict) -> Inline:
    """`↗ 有望完成`."""
    return look_mark(words, OUTLOOKS[outlook])


def status_mark(words: Words, status: Status) -> Inline:
    """`◐ 推进中`."""
    return look_mark(words, STATUSES[status])


def type_tag(words: Words, kind: IndicatorType) -> Inline:
    """`约束性`, in a solid tag; `预期性` in an outlined one."""
    return span(words(f"type.{kind.value}"), f"tag tag-{kind.value}")


def in_unit(unit: str) -> Inline:
    """The unit after what is counted in it: `床位数 张`."""
    return replace(plain(" ") + span(unit, "unit"), text=f" [{unit}]")


def illustrative_mark(words: Words) -> Inline:
    """◇: the figure before it is made up to show the product."""
    title = escape(words("illustrative.mark_title"))
    return Inline(
        f'<abbr class="illustrative" title="{title}">{ILLUSTRATIVE_MARK}</abbr>',
        MARK_IN_MARKDOWN,
        f" {ILLUSTRATIVE_MARK}",
    )


def illustrative_sign(words: Words) -> Inline:
    """◇ where it is spoken of, rather than set behind a figure."""
    mark = illustrative_mark(words)
    return Inline(mark.html, mark.markdown, ILLUSTRATIVE_MARK)


def with_mark(words: Words, sentence: Inline, illustrative: bool = True) -> Inline:
    """A sentence as a whole marked ◇, before its full stop."""
    if not illustrative:
        return sentence
    mark, end = illustrative_mark(words), sentence.text[-1:]
    if end not in SENTENCE_ENDS:
        return sentence + mark
    bare = Inline(sentence.html[:-1], sentence.markdown[:-1], sentence.text[:-1])
    return bare + mark + plain(end)


def has_mark(face: Inline) -> bool:
    """Whether ◇ stands in it as a mark."""
    return MARK_IN_HTML.search(face.html) is not None


def without_mark(face: Inline) -> Inline:
    """`face` without its marks ◇, for what is marked as a whole elsewhere."""
    return Inline(
        MARK_IN_HTML.sub("", face.html),
        face.markdown.replace(MARK_IN_MARKDOWN, ""),
        MARK_IN_TEXT.sub("", face.text),
    )


def mark_once(words: Words, sentence: Inline) -> Inline:
    """A sentence with ◇ once at its end, where it stood behind one figure or behind several.

    For sentences whose yearly values are all made up; where they are not, each figure keeps its own mark.
    """
    if not has_mark(sentence):
        return sentence
    bare = without_mark(sentence)
    if words.language == "zh":  # what parted a mark from the character after it
        bare = Inline(*(GAP_IN_CHINESE.sub("", face) for face in (bare.html, bare.markdown, bare.text)))
    return with_mark(words, bare)


def flag_mark(words: Words, flag: Flag | str) -> Inline:
    """The observation status beside a figure, one letter or several (`br`); nothing for a normal one."""
    flags = read_flags(str(flag))
    if not flags:
        return plain("")
    code = "".join(flags)
    title = escape("；".join(words(FLAGS[one].word) for one in flags))
    return Inline(f' <abbr class="flag" title="{title}">{code}</abbr>', f" [{code}]{{.flag}}", f" {code}")


def figure(words: Words, shown: str, illustrative: bool = False, flag: Flag | str = Flag.NORMAL) -> Inline:
    """A figure already written out, with ◇ and its flag: `8,439 ◇ p`."""
    whole = plain(shown)
    if illustrative:
        whole += illustrative_mark(words)
    return whole + flag_mark(words, flag)


def term_mark(words: Words, term: Term, shown: str | None = None) -> Inline:
    """A term of the glossary, explained on hover and on focus."""
    name = words.text(term.term) if shown is None else shown
    definition = words.text(term.definition)
    face = plain(name)
    return Inline(
        f'<dfn class="term" tabindex="0" data-definition="{escape(definition)}">{face.html}</dfn>',
        f'[{face.markdown}]{{.term definition="{attribute(definition)}"}}',
        name,
    )


def with_terms(words: Words, text: str, terms: Iterable[Term], seen: set[str] | None = None) -> Inline:
    """`text` with each term of the glossary explained where it first stands.

    `seen` carries the ids already explained on the page; it is added to.
    """
    seen = set() if seen is None else seen
    waiting = [term for term in terms if term.id not in seen and words.text(term.term)]
    places: list[tuple[int, int, Term]] = []
    for term in sorted(waiting, key=lambda term: -len(words.text(term.term))):
        name = words.text(term.term)
        edge = "" if words.language == "zh" else r"\b"
        found = re.search(edge + re.escape(name) + edge, text, re.IGNORECASE)
        start = found.start() if found else -1
        inside_another = any(start < end and begin < start + len(name) for begin, end, _ in places)
        if start >= 0 and not inside_another:
            places.append((start, start + len(name), term))
    whole, position = plain(""), 0
    for start, end, term in sorted(places, key=lambda place: place[0]):
        whole += plain(text[position:start]) + term_mark(words, term, text[start:end])
        position = end
        seen.add(term.id)
    return whole + plain(text[position:])
