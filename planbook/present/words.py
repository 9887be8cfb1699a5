"""Words, numbers, units, dates and lists as each language writes them.

Everything a reader sees comes from `site/locales/<language>.yml` or from bilingual data, through `Words`.
Numbers are rounded half up, as statistical tables are; a negative number has a minus sign (U+2212), a range an
en dash, and Chinese a space between a character and a Latin letter or figure, but for dates (2023年12月31日).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from pathlib import Path

from babel import Locale
from babel.dates import format_date
from babel.lists import format_list
from babel.numbers import format_decimal

from planbook.errors import InputError, Problem
from planbook.load import load_locale
from planbook.model import EditionKind, EditionName, Text, Unit, UnitKind
from planbook.paths import Stamp, find_project, stamp_of
from planbook.present.reads import current_reads, unnoted, watch

__all__ = ["MINUS", "Words", "load_words", "space_chinese", "speaking_for"]

MINUS = "\u2212"
EN_DASH = "\u2013"
EM_DASH = "\u2014"  # the one-character dash of Chinese ranges
LOCALES = {"zh": "zh_Hans_CN", "en": "en_GB"}
MONTH_PATTERNS = {"zh": "y年M月", "en": "MMMM y"}
DATE_PATTERNS = {"zh": "y年M月d日", "en": "d MMMM y"}
HTML_LANGUAGES = {"zh": "zh-Hans", "en": "en"}

NOUN_ENDS = re.compile(r"[,(]| (?:of|for|per|by|in|as|at|on|with|under|aged|holding|living|meeting|who)\b")
COMMA_IN_NUMBER = re.compile(r"\d,\d")
LARGE_NUMBERS = ((10**9, "billion "), (10**6, "million "))

CHINESE = "\u3400-\u4dbf\u4e00-\u9fff"
TAGS = r"(?:<[^<>]*>)*"  # markup between the two characters does not part them
MARKDOWN_MARKS = r"(?:(?<!\\)\[|(?<!\\)\](?:\([^()]*\)|\{[^{}]*\})|\*\*)*"  # the same of links, spans and emphasis


@dataclass(frozen=True)
class Spacing:
    """Where spaces go between Chinese and Latin characters, in text with one kind of markup."""

    latin_after_chinese: re.Pattern[str]
    chinese_after_latin: re.Pattern[str]
    space_in_date: re.Pattern[str]
    space_before_date: re.Pattern[str]

    @classmethod
    def past(cls, markup: str) -> Spacing:
        year_or_day = rf"(?:\d{{4}}{markup}年|\d{{1,2}}{markup}[月日])"
        return cls(
            re.compile(rf"([{CHINESE}])({markup})(?=[A-Za-z0-9{MINUS}+≥≤])"),
            re.compile(rf"([A-Za-z0-9%◇])({markup})(?=[{CHINESE}])"),
            re.compile(rf"((?<!\d)\d{{4}}{markup}) (?=年)|((?<!\d)\d{{1,2}}{markup}) (?=[月日])"),
            re.compile(rf"([{CHINESE}]{markup}) (?={markup}{year_or_day})"),
        )


IN_HTML, IN_MARKDOWN = Spacing.past(TAGS), Spacing.past(MARKDOWN_MARKS)


def space_chinese(text: str, spacing: Spacing = IN_HTML) -> str:
    """Put a space between a Chinese character and a Latin letter or figure; dates stay together.

    >>> space_chinese("截至2023年底，养老床位总数为9,365张")
    '截至2023年底，养老床位总数为 9,365 张'
    >>> space_chinese("总数为[9,365](i01.html)张", IN_MARKDOWN)
    '总数为 [9,365](i01.html) 张'
    """
    text = spacing.latin_after_chinese.sub(_gap, text)
    text = spacing.chinese_after_latin.sub(_gap, text)
    text = spacing.space_in_date.sub(lambda found: found[1] or found[2], text)
    return spacing.space_before_date.sub(r"\1", text)


def _gap(found: re.Match[str]) -> str:
    """The space outside of what the markup between the two characters encloses."""
    character, markup = found[1], found[2]
    closes = markup.startswith(("</", "]")) or (
        markup.startswith("**") and found.string[: found.start(2)].count("**") % 2 == 1
    )
    return f"{character}{markup} " if closes else f"{character} {markup}"


@dataclass(frozen=True)
class Words:
    """The words of one language; `words("group.key", name=value)` fills a template in.

    Attributes
    ----------
    language : "zh" or "en".
    entries : the locale file, nested. A group `in_<kind>` (`in_final`) holds what an edition of that kind says
        instead.
    kind : the kind of edition spoken of, None for none.
    edition : of which is spoken, where its figures end in the middle of its year: that year is then June 2023.
    own : where the plan keeps words of its own, which are among `entries`; None for nowhere.
    """

    language: str
    entries: Mapping[str, object] = field(repr=False)
    kind: EditionKind | None = None
    own: Path | None = None
    edition: EditionName | None = None

    def in_language(self, language: str) -> Words:
        """The same plan's words in another language."""
        return replace(load_words(language, self.kind, own=self.own), edition=self.edition)

    @property
    def locale(self) -> Locale:
        return Locale.parse(LOCALES[self.language])

    @property
    def range_sign(self) -> str:
        """What stands between the ends of a range, of years as of numbers: one sign in a language."""
        return EM_DASH if self.language == "zh" else EN_DASH

    @property
    def html_language(self) -> str:
        """The value of `lang` attributes: zh-Hans or en."""
        return HTML_LANGUAGES[self.language]

    def __call__(self, key: str, **fields: object) -> str:
        """The text of `key` with its `{fields}` filled in.

        Raises
        ------
        InputError
            When the locale has no such key, or the template asks for a field that is not given.
        """
        template = self.template(key, fields.get("count"))
        try:
            return self.spaced(template.format(**fields))
        except KeyError as missing:
            raise self.missing_field(key, missing.args[0], fields) from missing

    def template(self, key: str, count: object = None) -> str:
        """The template of `key`; of {one:, other:} the one that the language's plural rule picks for `count`."""
        value = self._find(key)
        if isinstance(value, Mapping) and "other" in value:
            if count is None:
                return str(value["other"])
            form = self.locale.plural_form(count if isinstance(count, (int, Decimal)) else Decimal(str(count)))
            return str(value.get(form, value["other"]))
        if value is None or isinstance(value, Mapping):
            raise InputError(
                [
                    self._problem(
                        key,
                        "text",
                        "none" if value is None else "a group of texts",
                        "a text",
                        "add the key, in both languages",
                    )
                ]
            )
        return str(value)

    def has(self, key: str) -> bool:
        """Whether the locale holds a text under `key`."""
        value = self._find(key)
        return value is not None and not (isinstance(value, Mapping) and "other" not in value)

    def of_kind(self, kind: EditionKind | None) -> Words:
        """The same words as an edition of that kind says them."""
        return replace(self, kind=kind)

    def of_edition(self, name: EditionName) -> Words:
        """The same words as an edition of that name says them."""
        return replace(self, edition=name if name.month is not None else None)

    def spaced(self, text: str) -> str:
        """`text` with the spacing of the language; HTML tags are left as they are."""
        return space_chinese(text) if self.language == "zh" else text

    def spaced_markdown(self, text: str) -> str:
        """The same of Markdown, whose links, spans and emphasis are left as they are."""
        return space_chinese(text, IN_MARKDOWN) if self.language == "zh" else text

    def text(self, text: Text) -> str:
        """This language's side of a bilingual text."""
        return self.spaced(text.in_language(self.language))

    def as_subject(self, name: str, within: bool = False) -> str:
        """A name as what a sentence speaks of: with the article that its noun asks for, and in English with a comma
        behind a name that has one in it; `within` the sentence without its capital."""
        if self.language == "zh":
            return name
        name = self.inside(name) if within else name
        noun = NOUN_ENDS.split(name, maxsplit=1)[0].rpartition(" ")[2]
        if noun and not noun.endswith("s") and noun.lower() not in self("format.without_article").split():
            name = ("the " if within else "The ") + self.inside(name)
        return name + ("," if "," in COMMA_IN_NUMBER.sub("", name) else "")

    def inside(self, name: str) -> str:
        """A name as the middle of a sentence holds it: without its capital, unless a proper name begins it."""
        if self.language == "zh":
            return name
        first, *others = name.split(" ")
        proper = not first[1:].islower() and not first[1:].replace("-", "").replace("'", "").islower()
        if proper or (others and others[0][:1].isupper()):
            return name
        return name[0].lower() + name[1:]

    def number(self, value: float, decimals: int = 0) -> str:
        """`8,439`; rounded half up, with a minus sign where negative."""
        rounded = round_half_up(value, decimals)
        pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
        return format_decimal(rounded, format=pattern, locale=self.locale).replace("-", MINUS)

    def opening(self, text: str) -> str:
        """`text` as the beginning of a sentence: with a capital where the language has them."""
        return text[:1].upper() + text[1:]

    def spelled(self, count: int) -> str:
        """A small whole number as running text has it: `3`, `three`; figures from ten on."""
        names = self("format.small_numbers").split()
        return names[count] if 0 <= count < len(names) else self.number(count)

    def lean(self, value: float, decimals: int = 0) -> str:
        """A number as running text has it: `9`, `2.5`; zeros at the end of its decimals are left out."""
        return self.number(value, min(decimals, _places(round_half_up(value, decimals))))

    def lean_share(self, fraction: float, decimals: int = 1) -> str:
        """A fraction as a percentage in running text: 0.4 is `40%`, 0.556 is `55.6%`."""
        return self.lean(fraction * 100, decimals) + "%"

    def signed(self, value: float, decimals: int = 0) -> str:
        """`+926`, `−0.05`; no sign on a zero."""
        return ("+" if round_half_up(value, decimals) > 0 else "") + self.number(value, decimals)

    def share(self, fraction: float, decimals: int = 1) -> str:
        """A fraction as a percentage: 0.556 is `55.6%`."""
        return self.number(fraction * 100, decimals) + "%"

    def value(self, value: float, unit: Unit, decimals: int | None = None) -> str:
        """A value with its unit: `8,439 张`, `8,439 beds`, `55.6%`."""
        places = unit.decimals if decimals is None else decimals
        return self._with_unit(self.number(value, places), round_half_up(value, places), unit)

    def amount(self, value: float, unit: Unit, decimals: int | None = None) -> str:
        """The size of a difference, without sign and without empty decimals: `926 张`; for shares `12 个百分点`."""
        places = unit.decimals if decimals is None else decimals
        return self._amount(self.lean(abs(value), places), round_half_up(abs(value), places), unit)

    def _amount(self, number: str, size: Decimal, unit: Unit) -> str:
        if "." not in number:
            size = size.to_integral_value()  # “1 percentage point”, but “1.0 percentage points”
        if unit.kind is UnitKind.SHARE:
            return self("format.percentage_points", number=number, count=size)
        return self._with_unit(number, size, unit)

    def change(self, value: float, unit: Unit, decimals: int | None = None) -> str:
        """A signed difference: `+926 张`, `−0.05 个百分点`; no sign on a zero."""
        places = unit.decimals if decimals is None else decimals
        rounded = round_half_up(value, places)
        sign = "+" if rounded > 0 else MINUS if rounded < 0 else ""
        return sign + self._amount(self.number(abs(value), places), abs(rounded), unit)

    def range(self, low: float, high: float, unit: Unit, decimals: int | None = None) -> str:
        """An interval: `9,900—10,400 张`, `9,900–10,400 beds`."""
        places = unit.decimals if decimals is None else decimals
        numbers = f"{self.number(low, places)}{self.range_sign}{self.number(high, places)}"
        return self._with_unit(numbers, round_half_up(high, places) + 1, unit)

    def unit(self, unit: Unit) -> str:
        """The unit's name as a table's head writes it: `张`, `beds`, `%`."""
        return unit.zh if self.language == "zh" else unit.en_other

    def date(self, day: date) -> str:
        """2023年12月31日, 31 December 2023."""
        return format_date(day, format=DATE_PATTERNS[self.language], locale=self.locale)

    def year(self, year: int) -> str:
        """2023年, 2023; 2023年6月, June 2023 of an edition whose figures end there."""
        if self.edition is not None and self.edition.month and year == self.edition.year:
            return format_date(date(year, self.edition.month, 1), MONTH_PATTERNS[self.language], locale=self.locale)
        return f"{year}年" if self.language == "zh" else str(year)

    def period(self, first: int, last: int) -> str:
        """`2021—2023年`, `2021–2023`; a single year as such."""
        if first >= last:
            return self.year(last)
        return f"{first}{self.range_sign}{last}" + ("年" if self.language == "zh" else "")

    def years(self, first: int, last: int) -> str:
        """Years one after another in running text: `2024—2026年`, `2024、2025年`, `in 2024 and 2025`.

        Those after an edition whose figures end within a year begin where these end: `2023年6月底至2025年底`.
        """
        if self.edition is not None and self.edition.month and first == self.edition.year + 1:
            return self("format.years_from_month", first=self.year(self.edition.year), last=last)
        key = "one" if first == last else "two" if first + 1 == last else "many"
        return self(f"format.years_{key}", first=first, last=last)

    def list(self, items: Iterable[str]) -> str:
        """`甲、乙和丙`, `a, b and c`."""
        return self.spaced(format_list(list(items), locale=self.locale))

    def _with_unit(self, number: str, size: Decimal, unit: Unit) -> str:
        if self.language == "zh":
            return number + ("" if unit.zh.startswith(("%", "‰")) else " ") + unit.zh if unit.zh else number
        if unit.in_ones is not None:
            return self._spelled_out(number, unit.in_ones.en_other, unit.factor)
        name = unit.en_one if self.locale.plural_form(size) == "one" else unit.en_other
        return number + ("" if name.startswith(("%", "‰")) else " ") + name if name else number

    def _spelled_out(self, number: str, name: str, factor: int) -> str:
        """`29.3 万人` in English: 293,000 persons; `12.2 亿元`: 1.22 billion yuan."""
        parts = [Decimal(part.replace(",", "").replace(MINUS, "-")) * factor for part in number.split(EN_DASH)]
        largest = max(abs(part) for part in parts)
        scale, word = next(((size, word) for size, word in LARGE_NUMBERS if largest >= size), (1, ""))
        places = 0 if scale == 1 else _places(parts[0] / scale)
        shown = EN_DASH.join(self.number(float(part / scale), places) for part in parts)
        return f"{shown} {word}{name}"

    def _find(self, key: str) -> object:
        places = [key] if self.kind is None else [f"in_{self.kind.value}.{key}", key]
        for place in places:
            value: object = self.entries
            for part in place.split("."):
                value = value.get(part) if isinstance(value, Mapping) else None
            if value is not None:
                return value
        return None

    def missing_field(self, key: str, name: str, fields: Mapping[str, object]) -> InputError:
        """The error for a template that asks for a field nobody fills in."""
        given = ", ".join(sorted(fields)) or "no field"
        return InputError([self._problem(key, "value for a field", f"{{{name}}}", given, "use only these fields")])

    def _problem(self, key: str, what: str, found: str, expected: str, fix: str) -> Problem:
        return Problem(f"site/locales/{self.language}.yml", f"no {what} for `{key}`", found, expected, fix)


def _places(value: Decimal) -> int:
    """How many decimals a finite number needs to be written exactly."""
    exponent = value.normalize().as_tuple().exponent
    return max(-exponent, 0) if isinstance(exponent, int) else 0


def round_half_up(value: float, decimals: int) -> Decimal:
    """`value` rounded as statistical tables are; a zero has no sign."""
    rounded = Decimal(repr(float(value))).quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    return abs(rounded) if rounded == 0 else rounded


_own_words: ContextVar[Path | None] = ContextVar("own_words", default=None)


@contextmanager
def speaking_for(own: Path | None) -> Iterator[None]:
    """Within, `load_words` gives the words that a plan keeps of its own, where it is not told of others.

    For what is written in both languages far from any edition: the yearbook's tables, the descriptions of files.
    """
    token = _own_words.set(own)
    try:
        yield
    finally:
        _own_words.reset(token)


def load_words(
    language: str, kind: EditionKind | None = None, folder: Path | None = None, own: Path | None = None
) -> Words:
    """The words of `language` ("zh" or "en"), as an edition of `kind` says them.

    `own` is where the plan keeps words of its own; it need not exist. None for those spoken for (`speaking_for`).

    Raises
    ------
    InputError
        When there is no such locale, or it cannot be read.
    """
    folder, own = folder or find_project().locales, own or _own_words.get()
    files = [place / f"{language}.yml" for place in (folder, own) if place is not None]
    with unnoted():
        entries = _entries(language, folder, own, stamp_of(*files))
    if (reads := current_reads()) is not None:
        name = f"words[{language!r}, {folder.as_posix()!r}, {own.as_posix() if own is not None else ''!r}]"
        entries = watch(entries, name, reads)
    return Words(language, entries, kind, own)


@lru_cache(maxsize=8)
def _entries(language: str, folder: Path, own: Path | None, stamp: Stamp) -> Mapping[str, object]:
    """The locale; `stamp` is there to read it again where it has changed since."""
    return load_locale(language, folder, own)
