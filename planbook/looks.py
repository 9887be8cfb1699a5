"""How verdicts, outlooks, statuses and flags are shown, and the one palette.

Everything that draws them reads these tables: sentences, tables and charts here; the site's style sheet, the script,
Typst and Word through what `publish` writes from them. Colour never stands alone: each class has a shape and a word
as well. All pairs of colours pass 4.5:1 on their ground (tests/test_looks.py).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from planbook.model import Answer, Flag, OutlookVerdict, PaceVerdict, Status

__all__ = [
    "ANSWERS",
    "DARK",
    "FAVOURABLE",
    "JUDGED_WORST_FIRST",
    "FLAGS",
    "ILLUSTRATIVE_MARK",
    "LIGHT",
    "OUTLOOKS",
    "REVERSING",
    "STATUSES",
    "VERDICTS",
    "BEST_FIRST",
    "COUNTED_OUTLOOKS",
    "COUNTED_VERDICTS",
    "FlagLook",
    "Look",
    "Shape",
    "WORDED_GROUPS",
    "WORST_FIRST",
    "every_look",
    "flags_with",
    "look_of",
    "sign_of",
    "without_look",
    "words_needed",
]

# ---- Colours: each has a role, and a value on paper and on dark ground -----------------------------------------------

LIGHT: dict[str, str] = {
    "paper": "#fdfcf9",
    "surface": "#f5f3ec",
    "ink": "#1c1d1f",
    "muted": "#5a5e64",
    "rule": "#cfccc2",
    "accent": "#1d4f7c",
    "achieved": "#00665a",
    "ahead": "#1a5fb0",
    "on-pace": "#3a3d42",
    "lagging": "#b5351a",
    "not-reported": "#686c72",
    "series-1": "#1d4f7b",
    "series-2": "#a85a00",
    "series-3": "#6b4c9a",
    "band": "#dbe4ec",
}
DARK: dict[str, str] = {
    "paper": "#15171a",
    "surface": "#1e2125",
    "ink": "#e9e6df",
    "muted": "#a5a9af",
    "rule": "#3b3f45",
    "accent": "#8dbbe8",
    "achieved": "#4cc2ae",
    "ahead": "#7db3f5",
    "on-pace": "#d5d8dc",
    "lagging": "#ff8c6b",
    "not-reported": "#a0a4aa",
    "series-1": "#8dbbe9",
    "series-2": "#e3a04f",
    "series-3": "#d7c3f2",
    "band": "#27333f",
}

# ---- Shapes ----------------------------------------------------------------------------------------------------------


class Shape(StrEnum):
    """The shapes that stand for something; each verdict has its own."""

    CIRCLE = "circle"
    UP = "up"
    DOWN = "down"
    DOWN_TWICE = "down_twice"
    DIAMOND = "diamond"
    HALF = "half"  # a circle half filled
    DASH = "dash"
    SQUARE = "square"
    RISING = "rising"  # arrows: the outlook
    LEVEL = "level"
    SINKING = "sinking"


# Filled and hollow.
_SIGNS: dict[Shape, tuple[str, str]] = {
    Shape.CIRCLE: ("●", "○"),
    Shape.UP: ("▲", "△"),
    Shape.DOWN: ("▼", "▽"),
    Shape.DOWN_TWICE: ("▼▼", "▽▽"),
    Shape.DIAMOND: ("◆", "◇"),
    Shape.HALF: ("◐", "◐"),
    Shape.DASH: ("–", "–"),
    Shape.SQUARE: ("■", "□"),
    Shape.RISING: ("↗", "↗"),
    Shape.LEVEL: ("→", "→"),
    Shape.SINKING: ("↘", "↘"),
}
ILLUSTRATIVE_MARK = "◇"


def sign_of(shape: Shape, hollow: bool = False) -> str:
    """The shape as a character."""
    return _SIGNS[shape][hollow]


# ---- What has a look -------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Look:
    """How one class is shown.

    Attributes
    ----------
    word : key of its word in the locales.
    shape, hollow : its sign, in charts and before its word.
    role : its colour.
    severity : 0 where nothing needs attention; the higher, the earlier it is told of in lists of what does.
    favourable : whether things are where they should be; None where that cannot be told.
    """

    word: str
    shape: Shape
    role: str
    hollow: bool = False
    severity: int = 0
    favourable: bool | None = None

    @property
    def mark(self) -> str:
        """Its sign as a character."""
        return sign_of(self.shape, self.hollow)

    @property
    def css(self) -> str:
        """Its class in HTML, Typst and Word: `verdict-on-pace`."""
        return self.word.replace(".", "-").replace("_", "-")


VERDICTS: dict[PaceVerdict, Look] = {
    PaceVerdict.ACHIEVED: Look("verdict.achieved", Shape.CIRCLE, "achieved", severity=0, favourable=True),
    PaceVerdict.ACHIEVED_LATE: Look("verdict.achieved_late", Shape.HALF, "achieved", severity=1, favourable=True),
    PaceVerdict.AHEAD: Look("verdict.ahead", Shape.UP, "ahead", severity=1, favourable=True),
    PaceVerdict.ON_PACE: Look("verdict.on_pace", Shape.DIAMOND, "on-pace", severity=2, favourable=True),
    PaceVerdict.NOT_REPORTED: Look("verdict.not_reported", Shape.CIRCLE, "not-reported", hollow=True, severity=3),
    PaceVerdict.NOT_JUDGED: Look("verdict.not_judged", Shape.DASH, "not-reported", severity=3),
    PaceVerdict.LAGGING: Look("verdict.lagging", Shape.DOWN, "lagging", severity=4, favourable=False),
}
# A lagging value on the wrong side of its baseline.
REVERSING = Look("verdict.reversing", Shape.DOWN_TWICE, "lagging", severity=5, favourable=False)

OUTLOOKS: dict[OutlookVerdict, Look] = {
    OutlookVerdict.MET: Look("outlook.met", Shape.CIRCLE, "achieved", favourable=True),
    OutlookVerdict.LIKELY: Look("outlook.likely", Shape.RISING, "ahead", severity=1, favourable=True),
    OutlookVerdict.UNCERTAIN: Look("outlook.uncertain", Shape.LEVEL, "on-pace", severity=2),
    OutlookVerdict.INSUFFICIENT: Look("outlook.insufficient", Shape.CIRCLE, "not-reported", hollow=True, severity=3),
    OutlookVerdict.UNLIKELY: Look("outlook.unlikely", Shape.SINKING, "lagging", severity=4, favourable=False),
}
STATUSES: dict[Status, Look] = {
    Status.COMPLETED: Look("status.completed", Shape.CIRCLE, "achieved", favourable=True),
    Status.UNDER_WAY: Look("status.under_way", Shape.HALF, "on-pace", severity=1, favourable=True),
    Status.NOT_STARTED: Look("status.not_started", Shape.DASH, "not-reported", severity=2),
    Status.NOT_REPORTED: Look("status.not_reported", Shape.CIRCLE, "not-reported", hollow=True, severity=3),
    Status.DELAYED: Look("status.delayed", Shape.DOWN, "lagging", severity=4, favourable=False),
}
# What became of a countermeasure that was promised; None for no answer.
PROMISES: dict[Answer | None, Look] = {
    Answer.DONE: Look("answer.done", Shape.CIRCLE, "achieved", favourable=True),
    Answer.UNDER_WAY: Look("answer.under_way", Shape.HALF, "on-pace", severity=1, favourable=True),
    Answer.DROPPED: Look("answer.dropped", Shape.DASH, "not-reported", severity=2),
    None: Look("answer.none", Shape.CIRCLE, "not-reported", hollow=True, severity=3),
    Answer.NOT_DONE: Look("answer.not_done", Shape.DOWN, "lagging", severity=4, favourable=False),
}

# What a published method says of an indicator: that it is where it should be, that it is not, nothing.
ANSWERS: dict[bool | None, Look] = {
    True: Look("charts.agreement.favourable", Shape.CIRCLE, "achieved", favourable=True),
    False: Look("charts.agreement.unfavourable", Shape.DOWN, "lagging", favourable=False),
    None: Look("charts.agreement.not_applicable", Shape.DASH, "not-reported"),
}

FAVOURABLE = frozenset(verdict for verdict, look in VERDICTS.items() if look.favourable)
WORST_FIRST = tuple(sorted(VERDICTS, key=lambda verdict: -VERDICTS[verdict].severity))
BEST_FIRST = WORST_FIRST[::-1]
JUDGED_WORST_FIRST = tuple(verdict for verdict in WORST_FIRST if VERDICTS[verdict].favourable is not None)
# As counts are told: what needs attention first, what could not be judged last.
COUNTED_VERDICTS = (*JUDGED_WORST_FIRST, PaceVerdict.NOT_JUDGED, PaceVerdict.NOT_REPORTED)
COUNTED_OUTLOOKS = tuple(
    sorted(OUTLOOKS, key=lambda outlook: (outlook is OutlookVerdict.INSUFFICIENT, -OUTLOOKS[outlook].severity))
)


def look_of(verdict: PaceVerdict, reversing: bool = False) -> Look:
    """The look of a verdict, or of a value that moves away from its target."""
    return REVERSING if reversing else VERDICTS[verdict]


def every_look() -> tuple[Look, ...]:
    """All looks, for what writes them down for others to read."""
    return (*VERDICTS.values(), REVERSING, *OUTLOOKS.values(), *STATUSES.values(), *PROMISES.values())


# Groups of the locales that say something of every verdict that judges, each under its code.
WORDED_GROUPS = (
    "verdict",
    "headline.part",
    "named",
    "pace",
    "pace.final",
    "tasks.part",
    "table.threshold",
    "charts.trend.title",
    "charts.trend.title_final",
)


def words_needed() -> tuple[str, ...]:
    """The keys that a locale must hold for every class and flag to be told."""
    judged = (f"{group}.{verdict.value}" for group in WORDED_GROUPS for verdict in JUDGED_WORST_FIRST)
    looks = (look.word for look in every_look())
    return tuple(dict.fromkeys((*looks, *(flag.word for flag in FLAGS.values()), *judged)))


def without_look() -> tuple[str, ...]:
    """Codes of the model that no table here gives a look, as `PaceVerdict.AHEAD`."""
    tables = ((VERDICTS, PaceVerdict), (OUTLOOKS, OutlookVerdict), (STATUSES, Status), (FLAGS, Flag))
    return tuple(
        f"{type(code).__name__}.{code.name}" for table, codes in tables for code in codes if code and code not in table
    )


@dataclass(frozen=True)
class FlagLook:
    """How an observation flag is told.

    Attributes
    ----------
    word : key of its name in the locales; the flag itself is shown by its letter.
    doubt : key of what a summary tells of values that bear it, "" where it does not count against a value.
    change : key of what a yearbook tells of a series that bears it, "" where that is no change in what is measured.
    """

    word: str
    doubt: str = ""
    change: str = ""


FLAGS: dict[Flag, FlagLook] = {
    Flag.BREAK: FlagLook("flag.b", doubt="broken", change="break"),
    Flag.DEFINITION_DIFFERS: FlagLook("flag.d", change="differs"),
    Flag.ESTIMATED: FlagLook("flag.e", doubt="estimated"),
    Flag.FORECAST: FlagLook("flag.f"),
    Flag.IMPUTED: FlagLook("flag.i", doubt="estimated"),
    Flag.MISSING: FlagLook("flag.m"),
    Flag.NOT_SIGNIFICANT: FlagLook("flag.n"),
    Flag.PROVISIONAL: FlagLook("flag.p", doubt="provisional"),
    Flag.REVISED: FlagLook("flag.r", change="revised"),
    Flag.LOW_RELIABILITY: FlagLook("flag.u"),
}


def flags_with(**told: str) -> tuple[Flag, ...]:
    """The flags of which that is told, as `flags_with(doubt="estimated")`."""
    return tuple(flag for flag, look in FLAGS.items() if all(getattr(look, name) == key for name, key in told.items()))
