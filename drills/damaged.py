"""Damaged inputs, made by rule from a seed: each is refused in its file, told of, or read, and never ends otherwise.

The project that is spoilt is that of the tests. One file is damaged in one way; then the check and, where that passes,
loading and judging are tried as a build does. A traceback, more than half a minute, or a check that lets through what
loading refuses is a failure. Those with a reviewed message each are in tests/bad_inputs and tests/office_inputs.
"""

from __future__ import annotations

import csv
import io
import json
import random
import shutil
import signal
import sys
import tempfile
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FrameType

from drills.yard import ROOT, Line, Yard

_SECONDS = 30
_YEAR = 2023
# fmt: off
_CELLS = (
    "", " ", "nan", "inf", "-inf", "1e308", "-0", "999999999999999999999", "1e-400", "1,234", "1.234,5",
    "12%", "９３７１",
    "约 100", "5万", "=1+1", "@SUM(1)", "+5", "<script>alert(1)</script>", "<!--<script>", "[a](b)", "$$x$$", "../../x",
    "unknown_id", "i01",
    "2024-13-01", "9999-12-31", "0000-00-00", "\u200b", "\ufeff", "\x00", "\x01", "\U0001f600", "བོད",
    "ئۇيغۇر", "CO₂", "\r\n", '"', "'", "x" * 5000, "true", "TRUE", "None", "#REF!", "#N/A", "—", "https://ex ample/",
)
# fmt: on
_YAML = (
    "x: &x {y: *x}\n",
    "x: " + "[" * 3000 + "]" * 3000 + "\n",
    "x: !!python/object/apply:os.system ['true']\n",
    "\tx: 1\n",
    "title: [1, 2]\n",
    "year: 2023\nyear: 2022\n",
    "cut_off: 2024-13-01\n",
    "x: 1e999999\n",
    "? [a, b]\n: c\n",
    "--- \nother: document\n",
    "x: " + "y" * 200_000 + "\n",
)


def drill_damaged(yard: Yard, count: int, seed: int, say: Callable[[str], None]) -> list[Line]:
    """Damage `count` inputs, each in its own way, and count how they come out."""
    sys.path[:0] = [str(ROOT), str(ROOT / "tests")]
    from bad_inputs.project import make_project

    from planbook.load.package import describe_folder

    good = make_project(yard.folder / "good").root
    (good / "data" / "datapackage.json").write_text(describe_folder(good / "data", "data"), encoding="utf-8")
    outcomes: Counter[str] = Counter()
    failures: list[str] = []
    baseline = _outcome(good)
    if baseline != "accepted":
        return [Line("damaged inputs", 1, 0, "the good project is refused", (baseline,))]
    for number in range(count):
        draw = random.Random(seed * 100_000 + number)
        with tempfile.TemporaryDirectory(dir=yard.folder) as scratch:
            spoilt = Path(scratch, "project")
            shutil.copytree(good, spoilt)
            done = _damage(spoilt, draw)
            outcome = _outcome(spoilt)
        kind = outcome.partition(":")[0]
        outcomes[kind] += 1
        if kind in ("unforeseen", "endless", "let through", "without a place"):
            failures.append(f"{number}, {done}: {outcome}")
            say(failures[-1])
    say(f"damaged inputs: {dict(outcomes)}")
    remark = ", ".join(f"{kind} {times}" for kind, times in sorted(outcomes.items()))
    return [Line("damaged inputs", count, count - len(failures), remark, tuple(failures))]


class _Endless(BaseException):
    """Raised where the time is over; no `except Exception` may swallow it."""


def _outcome(project: Path) -> str:
    """How check, loading and judging end."""
    from planbook.errors import PlanbookError
    from planbook.paths import Project

    def stop(number: int, frame: FrameType | None) -> None:
        raise _Endless

    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(_SECONDS)
    try:
        return _tried(Project(project))
    except _Endless:
        return "endless"
    except PlanbookError as error:
        return f"let through: {error}"
    except Exception as error:
        last = traceback.extract_tb(error.__traceback__)[-1]
        return f"unforeseen: {type(error).__name__}: {error} ({Path(last.filename).name}:{last.lineno})"
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def _tried(project: object) -> str:
    from planbook.assess import assess_all
    from planbook.load import check_project, load_inputs
    from planbook.paths import Project

    assert isinstance(project, Project)
    problems = check_project(_YEAR, project, project.data)
    errors = [problem for problem in problems if problem.severity == "error"]
    if errors:
        placed = all(problem.file and "Traceback" not in str(problem) for problem in errors)
        return "refused, with file and what to do" if placed else f"without a place: {errors[0]}"
    inputs = load_inputs(_YEAR, project.data, project.params)
    assess_all(inputs)
    return "accepted, with a warning" if problems else "accepted"


def _damage(project: Path, draw: random.Random) -> str:
    """Damage one file of the project; what was done."""
    files = sorted(path for path in project.rglob("*") if path.suffix in (".csv", ".yml", ".json", ".ipynb"))
    path = draw.choice(files)
    kinds = [*_ANY, *(_TABLE if path.suffix == ".csv" else _OTHER[path.suffix])]
    kind = draw.choice(kinds)
    kind(path, draw)
    return f"{path.relative_to(project)}, {kind.__name__.strip('_').replace('_', ' ')}"


def _cut_short(path: Path, draw: random.Random) -> None:
    content = path.read_bytes()
    path.write_bytes(content[: draw.randrange(len(content))])


def _a_byte_flipped(path: Path, draw: random.Random) -> None:
    content = bytearray(path.read_bytes())
    content[draw.randrange(len(content))] ^= 1 << draw.randrange(8)
    path.write_bytes(content)


def _a_byte_put_in(path: Path, draw: random.Random) -> None:
    content, place = path.read_bytes(), 0
    place = draw.randrange(len(content))
    path.write_bytes(
        content[:place] + draw.choice([b"\x00", b"\x01", b"\x1b", b"\xff", b"\xef\xbb\xbf"]) + content[place:]
    )


def _another_encoding(path: Path, draw: random.Random) -> None:
    text = path.read_text(encoding="utf-8")
    path.write_bytes(text.encode(draw.choice(["gb18030", "utf-16", "utf-32", "utf-8-sig", "big5hkscs"]), "replace"))


def _emptied(path: Path, draw: random.Random) -> None:
    path.write_bytes(draw.choice([b"", b"\xef\xbb\xbf", b"\n", b"\x00" * 100]))


def _written_twice(path: Path, draw: random.Random) -> None:
    path.write_bytes(path.read_bytes() * 2)


def _a_folder_in_its_place(path: Path, draw: random.Random) -> None:
    path.unlink()
    path.mkdir()


def _a_link_to_itself(path: Path, draw: random.Random) -> None:
    path.unlink()
    path.symlink_to(path)


def _gone(path: Path, draw: random.Random) -> None:
    path.unlink()


def _random_bytes(path: Path, draw: random.Random) -> None:
    path.write_bytes(draw.randbytes(draw.randrange(1, 2000)))


def _rows(path: Path) -> list[list[str]]:
    return list(csv.reader(io.StringIO(path.read_text(encoding="utf-8"))))


def _write_rows(path: Path, rows: list[list[str]]) -> None:
    held = io.StringIO()
    csv.writer(held, lineterminator="\n").writerows(rows)
    path.write_text(held.getvalue(), encoding="utf-8")


def _a_cell_written_over(path: Path, draw: random.Random) -> None:
    rows = _rows(path)
    row = draw.choice(rows[1:] or rows)
    row[draw.randrange(len(row))] = draw.choice(_CELLS)
    _write_rows(path, rows)


def _a_head_written_over(path: Path, draw: random.Random) -> None:
    rows = _rows(path)
    rows[0][draw.randrange(len(rows[0]))] = draw.choice(_CELLS)
    _write_rows(path, rows)


def _a_row_twice(path: Path, draw: random.Random) -> None:
    rows = _rows(path)
    rows.append(draw.choice(rows))
    _write_rows(path, rows)


def _a_row_gone(path: Path, draw: random.Random) -> None:
    rows = _rows(path)
    del rows[draw.randrange(len(rows))]
    _write_rows(path, rows)


def _a_column_gone(path: Path, draw: random.Random) -> None:
    rows = _rows(path)
    place = draw.randrange(len(rows[0]))
    _write_rows(path, [[cell for at, cell in enumerate(row) if at != place] for row in rows])


def _columns_changed_about(path: Path, draw: random.Random) -> None:
    rows = _rows(path)
    one, other = draw.randrange(len(rows[0])), draw.randrange(len(rows[0]))
    for row in rows[1:]:
        row[one], row[other] = row[other], row[one]
    _write_rows(path, rows)


def _a_field_too_many(path: Path, draw: random.Random) -> None:
    rows = _rows(path)
    draw.choice(rows).append("x")
    _write_rows(path, rows)


def _a_quote_left_open(path: Path, draw: random.Random) -> None:
    text = path.read_text(encoding="utf-8")
    place = draw.randrange(len(text))
    path.write_text(text[:place] + '"' + text[place:], encoding="utf-8")


def _semicolons(path: Path, draw: random.Random) -> None:
    path.write_text(path.read_text(encoding="utf-8").replace(",", ";"), encoding="utf-8")


def _yaml_added(path: Path, draw: random.Random) -> None:
    with path.open("a", encoding="utf-8") as file:
        file.write(draw.choice(_YAML))


def _a_line_gone(path: Path, draw: random.Random) -> None:
    lines = path.read_text(encoding="utf-8").split("\n")
    del lines[draw.randrange(len(lines))]
    path.write_text("\n".join(lines), encoding="utf-8")


def _a_value_written_over(path: Path, draw: random.Random) -> None:
    lines = path.read_text(encoding="utf-8").split("\n")
    place = draw.choice([at for at, line in enumerate(lines) if ": " in line] or [0])
    lines[place] = f"{lines[place].partition(':')[0]}: {draw.choice(_CELLS)}"
    path.write_text("\n".join(lines), encoding="utf-8")


def _places_of(value: object) -> Iterator[tuple[dict[str, object] | list[object], str | int]]:
    held = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for place, inside in held:
        yield value, place  # type: ignore[misc]
        yield from _places_of(inside)


def _json_of_another_type(path: Path, draw: random.Random) -> None:
    value = json.loads(path.read_text(encoding="utf-8"))
    holder, place = draw.choice(list(_places_of(value)))
    holder[place] = draw.choice([None, 1, -1.5, "x", [], {}, [1], {"a": 1}, True])  # type: ignore[index]
    path.write_text(json.dumps(value), encoding="utf-8")


def _json_with_a_key_gone(path: Path, draw: random.Random) -> None:
    value = json.loads(path.read_text(encoding="utf-8"))
    holder, place = draw.choice(list(_places_of(value)))
    del holder[place]  # type: ignore[arg-type]
    path.write_text(json.dumps(value), encoding="utf-8")


def _json_without_end(path: Path, draw: random.Random) -> None:
    path.write_text("[" * 50_000 + "]" * 50_000, encoding="utf-8")


_Kind = Callable[[Path, random.Random], None]
_ANY: tuple[_Kind, ...] = (
    *(_cut_short, _a_byte_flipped, _a_byte_flipped, _a_byte_put_in, _another_encoding, _emptied, _written_twice),
    *(_a_folder_in_its_place, _a_link_to_itself, _gone, _random_bytes),
)
_TABLE: tuple[_Kind, ...] = (
    *(_a_cell_written_over,) * 8,
    *(_a_head_written_over, _a_row_twice, _a_row_gone, _a_column_gone, _columns_changed_about, _a_field_too_many),
    *(_a_quote_left_open, _semicolons),
)
_OTHER: dict[str, tuple[_Kind, ...]] = {
    ".yml": (*(_yaml_added,) * 3, _a_line_gone, *(_a_value_written_over,) * 3),
    ".json": (*(_json_of_another_type,) * 3, *(_json_with_a_key_gone,) * 3, _json_without_end),
    ".ipynb": (*(_json_of_another_type,) * 3, *(_json_with_a_key_gone,) * 3, _json_without_end),
}
