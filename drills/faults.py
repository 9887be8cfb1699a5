"""What a machine does to a build: full disks, places that cannot be written, engines that are missing, odd settings.

A fault ends with a clear line and its exit code, no traceback, and the edition that stood there stays byte for byte; an
odd setting changes nothing in the edition. Disks of a few megabytes are mounted where that is allowed.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from drills.yard import Line, Yard, contents, faults_of

# Python imports this module when it starts; it hides packages and sets the clock back.
_SITE_CUSTOMIZE = """
import os, sys, time

hidden = set(filter(None, os.environ.get("DRILL_HIDES", "").split(",")))

class Hides:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in hidden:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)

if hidden:
    sys.meta_path.insert(0, Hides())
back = float(os.environ.get("DRILL_SECONDS_BACK", "0"))
if back:
    now, now_ns = time.time, time.time_ns
    time.time, time.time_ns = lambda: now() - back, lambda: now_ns() - int(back * 1e9)
"""
_A_YEAR = 365 * 24 * 60 * 60
_EARLY = 40  # lines at most that a fault may take to be told


@dataclass(frozen=True)
class _Fault:
    """Something that ends a build: the exit codes it may end with, and words of the line that tells it."""

    name: str
    codes: tuple[int, ...]
    words: tuple[str, ...]
    environment: Mapping[str, str]
    before_notebooks: bool = False  # it is found before a notebook runs


def drill_faults(yard: Yard, say: Callable[[str], None]) -> list[Line]:
    """Each fault and each odd setting once, over an edition that stands."""
    made = yard.build()
    if made.code != 0:
        return [Line("faults", 1, 0, "the edition could not be built", (made.said[-400:],))]
    customize = yard.folder / "customize"
    customize.mkdir()
    (customize / "sitecustomize.py").write_text(_SITE_CUSTOMIZE, encoding="utf-8")
    lines = []
    for drill in (_engines, _places, _disks, _settings):
        for line in drill(yard, customize):
            say(f"{line.drill}: {'held' if line.held else '; '.join(line.failures) or line.remark}")
            lines.append(line)
    return lines


def _tried(yard: Yard, fault: _Fault, *, site: Path | None = None, temporary: Path | None = None) -> Line:
    """The build under the fault: how it ended, what it said, and that what stood there still does."""
    yard.change_a_figure(int(time.monotonic()))
    standing = (site or yard.site) / "2023"
    before = contents(standing) if standing.is_dir() else None
    more = dict(fault.environment) | ({"TMPDIR": str(temporary)} if temporary else {})
    ended = yard.build("--force", site=site, environment=more)
    failures = []
    if ended.code not in fault.codes:
        failures.append(f"exit {ended.code}, expected {' or '.join(map(str, fault.codes))}: {ended.said[-300:]}")
    if ended.has_traceback or len(ended.said.splitlines()) > _EARLY:
        failures.append(f"{len(ended.said.splitlines())} lines, traceback {ended.has_traceback}: {ended.said[-300:]}")
    if not all(word.lower() in ended.said.lower() for word in fault.words):
        failures.append(f"said {ended.said[-300:]!r}, expected {', '.join(fault.words)}")
    if before is not None and contents(standing) != before:
        failures.append("the edition that stood there is another one")
    failures += [f"left: {left}" for left in yard.left_behind()]
    told = next((line for line in ended.said.splitlines() if any(w.lower() in line.lower() for w in fault.words)), "")
    told = told.replace(str(yard.folder), "…").replace("|", "/")
    remark = f"exit {ended.code} after {ended.seconds:.0f} s: {told.strip()[:160]}"
    return Line(fault.name, 1, int(not failures), remark, tuple(f"{fault.name}: {one}" for one in failures))


def _hiding(yard: Yard, customize: Path, *packages: str) -> dict[str, str]:
    return {"PYTHONPATH": f"{customize}{os.pathsep}{yard.project}", "DRILL_HIDES": ",".join(packages)}


def _engines(yard: Yard, customize: Path) -> Iterator[Line]:
    for name, package in (("pandoc", "pypandoc"), ("Typst", "typst"), ("Pagefind", "pagefind"), ("fonts", "mplfonts")):
        yield _tried(yard, _Fault(f"no {name}", (4,), (name, "Fix"), _hiding(yard, customize, package)))


def _places(yard: Yard, customize: Path) -> Iterator[Line]:
    site = yard.folder / "a-file"
    site.write_text("somebody's", encoding="utf-8")
    yield _tried(yard, _Fault("the output folder is a file", (2, 4), ("a-file",), {}), site=site)
    site.unlink()
    site.mkdir()
    (site / "2023").write_text("somebody's", encoding="utf-8")
    yield _tried(yard, _Fault("the edition's folder is a file", (2,), ("--out",), {}), site=site)
    shutil.rmtree(site)
    with _disk(yard.folder / "read-only", 64) as disk:
        if disk is None:
            yield _not_tried("read-only target")
            return
        shutil.copytree(yard.site / "2023", disk / "2023")
        subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
        yield _tried(yard, _Fault("read-only target", (4,), ("Read-only",), {}), site=disk)


def _disks(yard: Yard, customize: Path) -> Iterator[Line]:
    size = sum(path.stat().st_size for path in (yard.site / "2023").rglob("*") if path.is_file())
    with _disk(yard.folder / "full-site", size // 1_000_000 + 3) as disk:
        if disk is None:
            for name in ("output", "scratch", "cache"):
                yield _not_tried(f"full disk: {name}")
            return
        shutil.copytree(yard.site / "2023", disk / "2023")
        yield _tried(yard, _Fault("full disk: output", (4,), ("No space left",), {}), site=disk)
    with _disk(yard.folder / "full-tmp", 1) as disk:
        assert disk is not None
        (disk / "filled").write_bytes(b"x" * 980_000)
        line = _tried(yard, _Fault("full disk: scratch", (3, 4), ("No space left",), {}), temporary=disk)
        yield line
    shutil.rmtree(yard.project / "_build")
    (yard.project / "_build").mkdir()
    with _disk(yard.project / "_build", 2) as disk:
        assert disk is not None
        yield _tried(yard, _Fault("full disk: cache and working folder", (4,), ("No space left",), {}))
    yard.build()


def _settings(yard: Yard, customize: Path) -> Iterator[Line]:
    """Odd settings, under which the same edition is made."""
    yard.build()
    wanted = contents(yard.site / "2023")

    def same(name: str, edition: Path, code: int, said: str) -> Line:
        failures = [] if code == 0 else [f"{name}: exit {code}: {said[-300:]}"]
        found = contents(edition) if edition.is_dir() else {}
        if found != wanted:
            other = sorted(one for one in found.keys() | wanted.keys() if found.get(one) != wanted.get(one))
            failures.append(f"{name}: {len(other)} files differ: {', '.join(other[:5])}")
        remark = f"exit {code}, {len(wanted)} files the same bytes" if not failures else f"exit {code}"
        return Line(name, 1, int(not failures), remark, tuple(failures))

    with yard.other_place("规划 评估") as place:
        site = place.parent / "网站"
        ended = subprocess.run(
            [*yard.command(site=site, data=place / "small")],
            cwd=place,
            env={**yard.environment({"PYTHONPATH": str(place), "LC_ALL": "C", "LANG": "C"})},
            capture_output=True,
        )
        said = (ended.stdout + ended.stderr).decode("utf-8", "replace")
        yield same("LC_ALL=C, a Chinese project path", site / "2023", ended.returncode, said)
    gbk = yard.build("--messages", "zh", "--force", environment={"PYTHONIOENCODING": "gbk"})
    yield same("GBK console", yard.site / "2023", gbk.code, gbk.said)
    back = {"PYTHONPATH": f"{customize}{os.pathsep}{yard.project}", "DRILL_SECONDS_BACK": str(_A_YEAR)}
    ended_back = yard.build("--force", environment=back)
    yield same("clock a year back", yard.site / "2023", ended_back.code, ended_back.said)
    yield _change_after_the_clock_was_set_back(yard, back)


def _change_after_the_clock_was_set_back(yard: Yard, back: Mapping[str, str]) -> Line:
    """Everything a build left is from the future; a changed figure is seen all the same."""
    future = time.time() + _A_YEAR
    for path in [*(yard.project / "_build").rglob("*"), *yard.site.rglob("*"), *yard.data.rglob("*")]:
        os.utime(path, (future, future))
    path = yard.data / "observations" / "2023.csv"
    about, before = path.stat(), contents(yard.site / "2023")
    text = path.read_text(encoding="utf-8")
    cells = next(line for line in text.split("\n") if line.startswith("i02,2023,")).split(",")
    other = ",".join([*cells[:2], "79" if cells[2] != "79" else "78", *cells[3:]])
    path.write_text(text.replace(",".join(cells), other), encoding="utf-8")
    os.utime(path, ns=(about.st_atime_ns, about.st_mtime_ns))  # nobody can tell it by its time
    ended = yard.build(environment=back)
    failures = [] if ended.code == 0 else [f"exit {ended.code}: {ended.said[-300:]}"]
    if contents(yard.site / "2023")["manifest.json"] == before["manifest.json"]:
        failures.append("the changed figure was not seen")
    failures += faults_of(yard.site / "2023")[:3]
    name = "files from the future, a figure changed"
    remark = f"exit {ended.code}, the change is published"
    return Line(name, 1, int(not failures), remark, tuple(f"{name}: {one}" for one in failures))


def _not_tried(name: str) -> Line:
    return Line(name, 0, 0, "not tried: no disk may be mounted here")


@contextlib.contextmanager
def _disk(place: Path, megabytes: int) -> Iterator[Path | None]:
    """A disk of so many megabytes at `place`; None where it may not be mounted."""
    place.mkdir(exist_ok=True)
    mounted = False
    with contextlib.suppress(OSError, subprocess.CalledProcessError):
        subprocess.run(
            ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", str(place)], check=True, capture_output=True
        )
        mounted = True
    try:
        yield place if mounted else None
    finally:
        if mounted:
            subprocess.run(["umount", "-l", str(place)], check=False)
