"""Damaged files of every kind: each is told of with its file and row, or read with the right figures. Nothing else.

The suite tries a few, always the same. `pytest tests/test_load_damaged.py --cases 10000` tries that many new ones.
"""

from __future__ import annotations

import math
import re
import time
from pathlib import Path

import pytest
from bad_inputs.cases import CASES
from bad_inputs.project import BadProject, make_project
from hypothesis import HealthCheck, Phase, given, settings, strategies as st

from planbook.load import load_inputs
from planbook.load.package import describe_folder

ALWAYS = 60  # cases of a run without --cases, and always the same
SECONDS = 10.0  # of processor time that no damaged file of this size may take to be checked
LINE = re.compile(r"[^:]+(:\d+)?( \[.+?\])?: .+; found .*, expected .+\. Fix: .+\.", re.DOTALL)

# What people and programs leave in files; each is put into a cell, a key, a line or the middle of a word.
LEFT_IN_FILES = [
    *("", " ", "\t", '"', "'", ",", ";", ",,", "\n", "\r", "\r\n", "\n\n", "\0", "\x07", "\x1b[0m", "\x7f", "\x85"),
    *("-", "--", "—", "－", "…", "/", "n/a", "NaN", "nan", "inf", "-inf", "1e308", "1e999", "-1e-320", "0x10", "1_000"),
    *(
        "0",
        "-0",
        "00",
        "1",
        "-1",
        "0.1",
        ".5",
        "5.",
        "1.2.3",
        "1,234",
        "1 234",
        "12万",
        "１２３",
        "٣",
        "½",
        "²",
        "3%",
        "100％",
    ),
    *("2024-13-01", "2024-02-30", "0000", "9999", "99999999999999999999", "2023.5", "2023年", "FY23", "Jan-23"),
    *("true", "false", "yes", "no", "null", "~", "None", "TRUE", "是", "否"),
    *(
        "=1+1",
        "+1",
        "@SUM(A1)",
        "<script>",
        "<!--",
        "]]>",
        "{{7*7}}",
        "{0}",
        "{",
        "}",
        "${x}",
        "`id`",
        "$(id)",
        "\\",
        "\\n",
    ),
    *("../../x", "/etc/passwd", "C:\\x", "file:///x", "javascript:alert(1)", "data:,x", "http://[::1", "a" * 300),
    *(
        "&a [*a]",
        "*a",
        "!!python/object:os.system x",
        "<<: *a",
        "- - - -",
        "? x",
        "%YAML 9",
        "---",
        "...",
        "|",
        ">",
        "#",
    ),
    *(
        "[" * 60,
        "{" * 60,
        "(" * 200,
        "[]",
        "{}",
        '{"a": 1}',
        "1+" * 200 + "1",
        "-" * 300 + "1",
        "9**9**9",
        "1/0",
        "a.b.c",
    ),
    *(
        "\u200b",
        "\ufeff",
        "\u202e",
        "\u2028",
        "\ud7ff",
        "\uffff",
        "😀",
        "é",
        "e\u0301",
        "ﬁ",
        "示例",
        "ཀ",
        "᠊",
        "\U0010ffff",
    ),
]
WORD = st.sampled_from(LEFT_IN_FILES) | st.text(max_size=8) | st.integers().map(str) | st.floats().map(repr)


@pytest.fixture(scope="module")
def good(tmp_path_factory) -> BadProject:
    made = make_project(tmp_path_factory.mktemp("damaged") / "project")
    for name in ("two_offices_lead", "finding_says_nothing", "yearbook_series_unknown", "plan_change_twice"):
        CASES[name](made)  # every table there is; what is wrong with these is mended here
    for name, old, new in (
        ("plan/duties.csv", "i01,culture,lead", "i01,culture,cooperating"),
        ("findings/2023.csv", "f1,i01,,", "f1,i01,staff,"),
        ("plan/yearbook.csv", "lones", "loans"),
        ("plan/changes.csv", "c2,i02,2023-06-30,target,96,plan_example,,\n", ""),
    ):
        made.edit(f"data/{name}", old, new)
    made.path("data/datapackage.json").write_text(describe_folder(made.path("data"), "data"), encoding="utf-8")
    return made


def files_of(project: BadProject) -> list[Path]:
    """Every file that is read, largest kinds not more often than the smallest."""
    kinds = (".csv", ".yml", ".json", ".ipynb")
    return sorted(path for path in project.root.rglob("*") if path.suffix in kinds)


@st.composite
def damage(draw, text: str) -> bytes:
    """A text with one to three things done to it that editors, spreadsheets and accidents do."""
    for _ in range(draw(st.integers(1, 3))):
        lines = text.splitlines(keepends=True) or [""]
        at = draw(st.integers(0, len(lines) - 1))
        kind = draw(st.sampled_from(("cell", "cell", "cell", "into", "cut", "line", "twice", "swap", "drop")))
        if kind == "cell":
            parts = re.split(r"([,:\"\[\]{}])", lines[at].rstrip("\n"))
            parts[draw(st.integers(0, len(parts) - 1))] = draw(WORD)
            lines[at] = "".join(parts) + "\n"
        elif kind == "into":
            place = draw(st.integers(0, len(lines[at])))
            lines[at] = lines[at][:place] + draw(WORD) + lines[at][place:]
        elif kind == "cut":
            lines = lines[:at] + [lines[at][: draw(st.integers(0, len(lines[at])))]]
        elif kind == "line":
            lines.insert(at, draw(WORD) + "\n")
        elif kind == "twice":
            lines.insert(at, lines[at])
        elif kind == "swap":
            other = draw(st.integers(0, len(lines) - 1))
            lines[at], lines[other] = lines[other], lines[at]
        else:
            del lines[at]
        text = "".join(lines)
    encoding = draw(st.sampled_from(("utf-8",) * 6 + ("utf-8-sig", "gb18030", "utf-16", "latin-1")))
    content = text.encode(encoding, errors="replace" if encoding != "utf-8" else "surrogatepass")
    if draw(st.integers(0, 19)) == 0:
        place = draw(st.integers(0, len(content)))
        content = content[:place] + draw(st.binary(min_size=1, max_size=4)) + content[place:]
    return content


def check_and_load(project: BadProject) -> tuple[list, object]:
    """What is told of it; what was loaded, where nothing was wrong. An exception is a failure of the loaders."""
    started = time.process_time()
    problems = project.check()
    assert time.process_time() - started < SECONDS
    for problem in problems:
        assert LINE.fullmatch(str(problem)), repr(str(problem))
    if any(problem.severity == "error" for problem in problems):
        return list(problems), None
    return list(problems), load_inputs(project.year, project.path("data"), project.path("params"))


def cases(share: float, asked: int | None):
    return settings(
        max_examples=max(1, math.ceil((asked or ALWAYS) * share)),
        derandomize=asked is None,
        deadline=None,
        database=None,
        phases=(Phase.generate, Phase.shrink) if asked else (Phase.generate,),
        suppress_health_check=list(HealthCheck),
    )


def test_the_project_that_is_damaged_is_whole(good):
    problems, inputs = check_and_load(good)
    assert problems == [] and inputs is not None
    assert len(files_of(good)) > 20


def test_a_damaged_file_is_told_of_or_read(good, request):
    """Any file, damaged in any way: one line for each thing that is wrong, never an exception, never without end."""
    paths = files_of(good)

    @cases(0.7, request.config.getoption("--cases"))
    @given(st.data())
    def damaged(data):
        path = data.draw(st.sampled_from(paths), label="file")
        whole = path.read_bytes()
        try:
            path.write_bytes(data.draw(damage(whole.decode("utf-8")), label="content"))
            check_and_load(good)
        finally:
            path.write_bytes(whole)

    damaged()


@st.composite
def written_otherwise(draw) -> tuple[float, str]:
    """A number, and a way in which people write it or something like it."""
    number = draw(st.integers(0, 400_000) | st.integers(0, 4_000_000).map(lambda tenths: tenths / 10))
    ways = (
        "{}",
        " {} ",
        "{:,}",
        "{:.1f}",
        "{:.0f}",
        "{:e}",
        "{}册",
        "{} volumes",
        "{}万",
        "+{}",
        "{}(p)",
        "约{}",
        '"{}"',
    )
    text = draw(st.sampled_from(ways)).format(number)
    if draw(st.booleans()):
        text = text.translate(str.maketrans("0123456789.,", "０１２３４５６７８９．，"))
    return float(number), text


def test_a_number_written_otherwise_is_that_number_or_told_of(good, request):
    """A cell that is read without an error holds the number that a person would read in it, and no other."""
    path = good.path("data/observations/2023.csv")
    whole = path.read_text(encoding="utf-8")
    assert whole.count("i01,2023,238000,") == 1

    @cases(0.3, request.config.getoption("--cases"))
    @given(written_otherwise())
    def written(case):
        number, text = case
        cell = text if text.startswith('"') else f'"{text}"'
        try:
            path.write_text(whole.replace("i01,2023,238000,", f"i01,2023,{cell},"), encoding="utf-8")
            problems, inputs = check_and_load(good)
        finally:
            path.write_text(whole, encoding="utf-8")
        if inputs is None:
            assert any(problem.file == "data/observations/2023.csv" and problem.row for problem in problems), text
            return
        read = inputs.series_of("i01").latest.value
        meant = number * 10_000 if "万" in text else number
        rounded = round(number) if re.fullmatch(r"\D*\d+\D*", text) else number
        assert read in (pytest.approx(meant, rel=1e-6), pytest.approx(rounded)), (text, read)

    written()
