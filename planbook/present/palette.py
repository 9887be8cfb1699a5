"""The one palette: every colour has a role, and a value on paper and on dark ground.

Charts are drawn with the light values; on the page each is replaced by its CSS variable, so that a
drawing follows the reader's light or dark setting. Verdicts never rely on colour alone: each has a
shape as well (`VERDICT_MARKS`). All pairs pass 4.5:1 on their ground (tests/test_present_palette.py).
"""

from __future__ import annotations

from planbook.model import PaceVerdict

__all__ = ["DARK", "LIGHT", "REVERSING_MARK", "VERDICT_MARKS", "ILLUSTRATIVE_MARK", "css_variables"]

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

VERDICT_MARKS: dict[PaceVerdict, str] = {
    PaceVerdict.ACHIEVED: "●",
    PaceVerdict.AHEAD: "▲",
    PaceVerdict.ON_PACE: "◆",
    PaceVerdict.LAGGING: "▼",
    PaceVerdict.NOT_REPORTED: "○",
}
REVERSING_MARK = "▼▼"
ILLUSTRATIVE_MARK = "◇"


def css_variables(palette: dict[str, str]) -> str:
    """`--role: value;` for each colour, for a style sheet's `:root` block."""
    return "".join(f"--{role}: {value}; " for role, value in palette.items()).rstrip()
