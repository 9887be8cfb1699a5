"""Two builds at once, and the same edition made in two places at two times."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from drills.yard import Line, Yard, contents, faults_of

_APART = (0.0, 1.5, 4.0)  # seconds between the starts of two builds


def drill_two_builds(yard: Yard, say: Callable[[str], None]) -> list[Line]:
    """Two builds of one year started together and apart: of one folder the second waits, of two both finish."""
    lines = []
    other_data = yard.project / "other"
    shutil.copytree(yard.data, other_data)
    for name, site, data in (
        ("two builds, one --out", yard.site, yard.data),
        ("two builds, another --out", yard.folder / "other-site", yard.data),
        ("two builds, another --out and --data", yard.folder / "third-site", other_data),
    ):
        failures = []
        for apart in _APART:
            first = yard.start("--force")
            time.sleep(apart)
            second = yard.start("--force", site=site, data=data)
            ended = [(one.communicate()[0].decode("utf-8", "replace"), one.returncode) for one in (first, second)]
            failures += [f"exit {code}: {said[-300:]}" for said, code in ended if code != 0]
            if site == yard.site and apart < 2 and not any("another build is making" in said for said, _ in ended):
                failures.append("neither said that it waits")
            failures += [fault for place in {yard.site, site} for fault in faults_of(place / "2023")[:3]]
            failures += yard.left_behind()
            if data == yard.data and contents(site / "2023") != contents(yard.site / "2023"):
                failures.append("the two editions differ")
            say(f"{name}, {apart} s apart: {'; '.join(failures) or 'held'}")
        remark = f"started {', '.join(f'{apart:g}' for apart in _APART)} s apart; each ended 0, each edition whole"
        held = len(_APART) if not failures else 0
        lines.append(Line(name, len(_APART), held, remark, tuple(f"{name}: {one}" for one in failures)))
    return lines


def drill_two_places(yard: Yard, say: Callable[[str], None]) -> list[Line]:
    """The same edition elsewhere, at another time, with other settings, from nothing and from the cache."""
    yard.build("--format", "html,pdf,docx,pptx")
    wanted = contents(yard.site / "2023")
    lines = []

    def compare(name: str, edition: Path, code: int, said: str) -> None:
        found = contents(edition) if edition.is_dir() else {}
        other = sorted(one for one in found.keys() | wanted.keys() if found.get(one) != wanted.get(one))
        failures = [f"{name}: exit {code}: {said[-300:]}"] if code != 0 else []
        if other:
            failures.append(f"{name}: {len(other)} files differ: {', '.join(other[:5])}")
        say(f"{name}: {'; '.join(failures) or 'held'}")
        lines.append(Line(name, len(wanted), len(wanted) - len(other), "files, the same bytes", tuple(failures)))

    formats = ("--format", "html,pdf,docx,pptx")
    with yard.other_place("elsewhere, with spaces ï 空格") as place:
        site = place.parent / "site"
        settings = {
            **{"PYTHONPATH": str(place), "TZ": "Pacific/Kiritimati", "LANG": "de_DE.UTF-8", "LC_ALL": "C.UTF-8"},
            **{"PYTHONHASHSEED": "12345", "HOME": str(place.parent)},
        }
        ended = subprocess.run(
            [*yard.command(*formats, "--jobs", "1", site=site, data=place / "small")],
            cwd=place,
            env=yard.environment(settings),
            capture_output=True,
        )
        said = (ended.stdout + ended.stderr).decode("utf-8", "replace")
        name = "another place, time, TZ, LANG, hash seed, home, --jobs 1, cold"
        compare(name, site / "2023", ended.returncode, said)
    for name, options in (("the same again, from nothing", ("--force",)), ("from what is remembered", ())):
        shutil.rmtree(yard.site)
        again = yard.build(*formats, *options)
        compare(name, yard.site / "2023", again.code, again.said)
    again = subprocess.run(
        [sys.executable, "build.py", "verify", "--year", "2023", "--data", str(yard.data), "--out", str(yard.site)],
        cwd=yard.project,
        env=yard.environment(),
        capture_output=True,
    )
    said = (again.stdout + again.stderr).decode("utf-8", "replace")
    compare("python build.py verify", yard.site / "2023", again.returncode, said)
    return lines
