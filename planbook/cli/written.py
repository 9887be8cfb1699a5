"""Every text that can reach a page or a report, held against the reports' fonts: file, row and a stand-in."""

from __future__ import annotations

import unicodedata
from pathlib import Path

from planbook.errors import Problem, PublishError
from planbook.load import Written, every_text
from planbook.paths import Project
from planbook.publish import find_unprintable, stand_in

__all__ = ["check_characters"]


def check_characters(project: Project, data_dir: Path) -> tuple[Problem, ...]:
    """Characters that no font of the reports has, each told once for each place."""
    texts = tuple(every_text(project, data_dir))
    try:
        unprintable = find_unprintable(character for written in texts for character in written.text)
    except PublishError:
        return ()  # without fonts nothing can be printed, which a build says
    return tuple(
        _problem(written, character)
        for written in texts
        for character in sorted(unprintable.intersection(written.text))
    )


def _problem(written: Written, character: str) -> Problem:
    code = f"U+{ord(character):04X}"
    name = unicodedata.name(character, "a character of private use" if "\ue000" <= character <= "\uf8ff" else "")
    place = written.text.find(character)
    around = written.text[max(0, place - 8) : place + 9].replace("\n", " ")
    instead = stand_in(character)
    if instead:
        fix = f'write "{instead}" instead of {code}'
    elif instead is not None:
        fix = f"delete {code}; nothing is lost"
    else:
        fix = f"say in words what {code} stands for"
    return Problem(
        written.file,
        "the fonts of the reports have no such character",
        f'{code}{f" ({name.lower()})" if name else ""} in "{around}"',
        "characters that can be printed",
        fix,
        row=written.row,
        subject=written.subject,
    )
