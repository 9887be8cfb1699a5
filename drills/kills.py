"""Builds ended at a random moment, by kill -9 and by SIGTERM: the edition served is whole, the next build clean."""

from __future__ import annotations

import random
import signal
import time
from collections.abc import Callable

from drills.yard import Line, Yard, contents, faults_of

# From nothing, with what is remembered after a figure changed, and a part of the edition.
_PART = ("--only", "glossary", "--lang", "en")
_BUILDS: tuple[tuple[str, ...], ...] = (("--force",), (), _PART, ())
_STOPPED = {signal.SIGTERM: 143, signal.SIGKILL: -9}


def drill_kills(yard: Yard, kills: int, terms: int, seed: int, say: Callable[[str], None]) -> list[Line]:
    """End `kills` builds by kill -9 and `terms` by SIGTERM, each at its own moment; build to the end after each."""
    draw = random.Random(seed)
    lasts: dict[tuple[str, ...], float] = {("--force",): yard.build("--force").seconds}
    yard.change_a_figure(-1)
    lasts[()] = yard.build().seconds
    lasts[_PART] = yard.build(*_PART).seconds
    lines = []
    for number, count, name in ((signal.SIGKILL, kills, "kill -9"), (signal.SIGTERM, terms, "SIGTERM")):
        failures: list[str] = []
        served = {"old": 0, "new": 0}
        for turn in range(count):
            options = _BUILDS[turn % len(_BUILDS)]
            if "--only" not in options:
                yard.change_a_figure(turn)
            after = draw.uniform(0.1, 1.0) * lasts[options]
            found = _end_one(yard, number, options, after, served)
            failures += [f"{name} {turn + 1}, {' '.join(options) or 'whole'}, {after:.1f} s: {one}" for one in found]
            say(f"{name} {turn + 1} of {count}: {'; '.join(found) or 'held'}")
        failed = len({failure.partition(",")[0] for failure in failures})
        remark = f"edition served: old {served['old']}, new {served['new']}, none or half 0"
        lines.append(Line(f"{name} at a random moment", count, count - failed, remark, tuple(failures)))
    return lines


def _end_one(
    yard: Yard, number: signal.Signals, options: tuple[str, ...], after: float, served: dict[str, int]
) -> list[str]:
    before = contents(yard.site / "2023")
    with yard.start(*options) as process:
        time.sleep(after)
        process.send_signal(number)
        said = process.communicate()[0].decode("utf-8", "replace")
    failures = faults_of(yard.site / "2023")[:3]
    if not failures:
        served["old" if contents(yard.site / "2023") == before else "new"] += 1
    if process.returncode not in (0, _STOPPED[number]) and not (process.returncode == -number and not said):
        failures.append(f"exit {process.returncode}")  # before Python runs a line nobody can heed a signal
    if "Traceback" in said:
        failures.append(f"a traceback: {said[-1500:]}")
    if process.returncode == 143 and "the last good edition stays" not in said:
        failures.append(f"said {said[-200:]!r}")
    failures += yard.left_behind(swept=number == signal.SIGTERM)
    yard.end_what_is_left()
    next_one = yard.build(*options[1:] if options == ("--force",) else options)
    if next_one.code != 0:
        failures.append(f"the next build ended with {next_one.code}: {next_one.said[-300:]}")
    failures += [f"next build: {fault}" for fault in faults_of(yard.site / "2023")[:3]]
    failures += [f"after the next build: {left}" for left in yard.left_behind()]
    return failures
