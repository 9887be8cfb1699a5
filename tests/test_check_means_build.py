"""What passes `check` builds: a small plan is changed at random, and every page of its edition is made without kernels.

The notebooks' own cells are run in this process, so that whatever a page computes or says is tried.
"""

from __future__ import annotations

import contextlib
import csv
import io
import shutil
import tempfile
from functools import cache
from pathlib import Path

import pytest
from bad_inputs.project import FIXTURES, PARAMETERS
from hypothesis import HealthCheck, given, settings, strategies as st
from in_process import make_pages_in_process

from planbook.errors import InputError, Problem
from planbook.load import check_project, load_inputs
from planbook.model import TargetKind
from planbook.paths import LANGUAGES, find_project
from planbook.rules.targets import MAY_HAVE
from planbook.schema import TABLES, ColumnSchema, schema_of

YEAR = 2023
PROJECT = find_project()


class Plan:
    """The invented plan of the fixtures in a folder of its own, its tables as rows that can be changed."""

    def __init__(self, folder: Path):
        self.folder = folder
        for name in ("small_plan", "small_plan_more"):
            shutil.copytree(FIXTURES / name, folder, dirs_exist_ok=True)
        for id_, notebook, page in (("c2-1", "chapter", "04-1-facilities"), ("c2-2", "05-safeguards", "")):
            self.set("plan/chapters.csv", id_, notebook=notebook, page=page)
        self.add("plan/chapters.csv", "c4,,四,形势,Situation,02-situation,")
        for unit in ("growth,change,%,%,%,1", "points,change,个百分点,percentage point,percentage points,1"):
            self.add("plan/units.csv", unit)
        name = "loans_growth,外借增长,Growth of loans,比上年增长。,Growth on the year before.,growth,flow"
        self.add("context/series.csv", name)
        for year, value in ((2021, "2.5"), (2022, "3.4"), (2023, "1.6")):
            self.add("context/values.csv", f"loans_growth,example,{year},{value},,yearbook_example,增长,true,,")
        (folder / "params").mkdir()
        for year, kind in ((2021, "monitoring"), (2022, "monitoring"), (2023, "mid_term")):
            text = PARAMETERS.format(year=year, kind=kind, next_year=year + 1)
            (folder / "params" / f"{year}.yml").write_text(text, encoding="utf-8")

    def add(self, key: str, line: str) -> None:
        with (self.folder / key).open("a", encoding="utf-8") as file:
            file.write(line + "\n")

    def rows(self, key: str) -> list[dict[str, str]]:
        with (self.folder / key).open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    def write(self, key: str, rows: list[dict[str, str]]) -> None:
        with (self.folder / key).open("w", encoding="utf-8", newline="") as file:
            names = list(schema_of(key).names)
            writer = csv.DictWriter(file, names, lineterminator="\n", restval="")
            writer.writeheader()
            writer.writerows(rows)

    def set(self, key: str, subject: str, **cells: object) -> None:
        """Change cells of the first row whose first column is `subject`."""
        rows = self.rows(key)
        row = next(row for row in rows if row[schema_of(key).columns[0].name] == subject)
        row |= {name: str(value) for name, value in cells.items()}
        self.write(key, rows)

    def observe(self, subject: str, values: dict[int, object]) -> None:
        """Replace the subject's yearly values, each told by the file of its year."""
        for year in (2021, 2022, 2023):
            key = f"observations/{year}.csv"
            rows = [row for row in self.rows(key) if row["indicator_id"] != subject]
            if year in values:
                source = "illustrative_example"
                row = {"indicator_id": subject, "year": str(year), "value": str(values[year]), "source_id": source}
                rows.append(row)
            self.write(key, rows)

    def check(self, year: int = YEAR) -> tuple[Problem, ...]:
        return check_project(year, PROJECT, self.folder)

    def errors(self) -> list[Problem]:
        return [problem for problem in self.check() if problem.severity == "error"]


@pytest.fixture
def plan(tmp_path):
    return Plan(tmp_path / "data")


def build(plan: Plan, language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Make every page of the edition in one language."""
    make_pages_in_process(plan.folder, YEAR, language, monkeypatch)


FILES = (
    *(table.path for table in TABLES if not table.yearly),
    *(f"observations/{year}.csv" for year in (2021, 2022, 2023)),
    "progress/2023.csv",
)
NUMBERS = ("", "0", "-1", "0.5", "1", "12", "62", "74.5", "100", "-100", "-13.5", "200000", "210000", "260000", "1e12")
YEARS = tuple(map(str, (1999, 2000, 2015, 2019, 2020, 2021, 2022, 2023, 2024, 2025, 2026, 2100, 9999)))
ODD = ("nan", "x", "未统计", "2021-06-31", "1e400", "Text\0")
TEXTS = ("", "甲", "Text", "=1+1", "甲、乙", "a; b", "{name}", "<b>", "|", "$x$", "*", "a\nb")

Row = dict[str, str]
Change = tuple[str, int, Row | None]  # file, place among its rows, new cells (None to take the row away)


def cell_of(column: ColumnSchema, ids: dict[str, list[str]]) -> st.SearchStrategy[str]:
    """Something a person might write in a cell: mostly what belongs there, now and then what does not."""
    if column.codes:
        fitting = st.sampled_from(["", *column.codes])
    elif column.refers_to:
        fitting = st.sampled_from(["", *ids.get(column.refers_to, [])])
    elif column.type == "boolean":
        fitting = st.sampled_from(["true", "false"])
    elif column.type == "integer":
        fitting = st.sampled_from(YEARS) if "year" in column.name else st.integers(-1, 12).map(str)
    elif column.type == "number":
        fitting = st.sampled_from(NUMBERS)
    elif column.dated:
        fitting = st.sampled_from(["", "2021", "2021-06", "2021-06-30", "9999"])
    else:
        fitting = st.sampled_from(TEXTS)
    return st.integers(0, 9).flatmap(lambda odd: st.sampled_from(ODD) if odd == 0 else fitting)


@cache
def fixture_rows() -> dict[str, list[Row]]:
    """The rows of every file of the plan before it is changed."""
    with tempfile.TemporaryDirectory() as folder:
        plan = Plan(Path(folder) / "data")
        return {key: plan.rows(key) for key in FILES if (plan.folder / key).is_file()}


@st.composite
def cell_changes(draw: st.DrawFn) -> Change:
    """A row with some cells written anew, or taken away."""
    found = fixture_rows()
    ids = {key: [next(iter(row.values())) for row in rows] for key, rows in found.items()}
    key = draw(st.sampled_from([*found, *["plan/indicators.csv"] * 4, *["plan/tasks.csv"] * 4, *FILES[-4:]]))
    place = draw(st.integers(0, max(0, len(found[key]) - 1)))
    if draw(st.integers(0, 9)) == 0:
        return key, place, None
    names = draw(st.lists(st.sampled_from(schema_of(key).names), min_size=1, max_size=2, unique=True))
    return key, place, {name: draw(cell_of(schema_of(key).column(name), ids)) for name in names}


# For each kind of target, figures that agree with each other: unit, baseline, target, further cells, yearly values.
SOUND: dict[TargetKind, list[tuple[str, str, str, Row, tuple[str, ...]]]] = {
    TargetKind.REACH: [
        ("volume", "200000", "260000", {}, ("210000", "228000", "260000")),
        ("percent", "62", "90", {"bound": "at_least"}, ("62", "91", "70")),
        ("percent", "62", "40", {"direction": "fall", "bound": "at_most"}, ("70", "55", "40")),
        ("points", "-3", "5.5", {}, ("-4", "0", "5.5")),
    ],
    TargetKind.FALL_TO: [("day", "30", "20", {"direction": "fall"}, ("28", "20", "19.5"))],
    TargetKind.FROM_ZERO: [("station", "0", "12", {}, ("0", "5", "12"))],
    TargetKind.KEEP: [
        ("percent", "62", "62", {"bound": "at_least"}, ("62", "60", "63")),
        ("percent", "0", "5.5", {"direction": "fall", "bound": "at_most"}, ("0", "5.5", "6")),
        ("growth", "-2", "0", {}, ("0", "0", "-1")),
        ("percent", "", "40", {"target_high": "50"}, ("45", "50", "39")),
    ],
    TargetKind.YEARLY_AVERAGE: [
        ("growth", "4", "5", {}, ("5", "3", "8.5")),
        ("points", "0", "-1", {"direction": "fall"}, ("-1", "0.5", "-2")),
    ],
    TargetKind.CUMULATIVE: [
        ("growth", "0", "-13.5", {"direction": "fall"}, ("-2.7", "-0.1", "-13")),
        ("volume", "0", "60000", {}, ("10000", "0", "50000")),
    ],
    TargetKind.ABOUT: [("percent", "40", "62", {"tolerance": "2"}, ("50", "61", "70"))],
    TargetKind.RANGE: [
        ("percent", "30", "40", {"target_high": "50"}, ("60", "45", "39")),
        ("percent", "62", "40", {"target_high": "50", "direction": "fall"}, ("60", "45", "39")),
    ],
    TargetKind.RELATIVE: [
        ("growth", "3", "", {"reference_series_id": "loans_growth"}, ("2.5", "3", "2")),
        ("growth", "", "", {"reference_series_id": "loans_growth", "tolerance": "0.5"}, ("-2.5", "0", "9")),
    ],
    TargetKind.SET_YEARLY: [
        ("growth", "", "", {}, ("8.1", "3", "-0.5")),
        ("percent", "40", "", {}, ("41", "0", "100")),
    ],
    TargetKind.OBSERVED: [
        ("volume", "200000", "", {}, ("210000", "0", "190000")),
        ("growth", "", "", {}, ("0", "1", "-1")),
    ],
    TargetKind.QUALITATIVE: [("percent", "", "", {}, ("", "", ""))],
}


@st.composite
def target_changes(draw: st.DrawFn) -> list[Change]:
    """One indicator with another target and other values: what a statistician of another plan might well write."""
    kind = draw(st.sampled_from(list(TargetKind)))
    unit, baseline, target, more, values = draw(st.sampled_from(SOUND[kind]))
    cells = {name: "" for name in MAY_HAVE} | {"direction": "rise", "bound": "plain"} | more
    cells |= {"target_kind": kind.value, "unit_id": unit, "baseline": baseline, "target": target}
    if TargetKind.FROM_ZERO is not kind and draw(st.integers(0, 3)) == 0:
        cells["baseline"] = ""
    cells["target_year"] = draw(st.sampled_from(["2025", "2025", "2022", "2023"]))
    place = draw(st.integers(0, 2))
    made: list[Change] = [("plan/indicators.csv", place, cells)]
    for year, value in zip((2021, 2022, 2023), draw(st.permutations(values)), strict=True):
        flag = draw(st.sampled_from(["", "", "", "b", "d", "f", "m", "p"]))
        said = {"value": "" if flag == "m" else value, "flag": flag, "note_zh": "口径说明", "note_en": "Explained"}
        made.append((f"observations/{year}.csv", place, said))
    return made


DOCUMENTS = ("plan/plan.yml", "params/2023.yml", "params/2022.yml")
SAID = (
    *("", "null", "x", "[]", "{}", "'2023'", "-1", "0", "0.5", "0.8", "1", "1.1", "1.5", "3", "30", "1e400", ".nan"),
    *("2020", "2021", "2022", "2023", "2025", "9999", "2022-06-30", "2023-06-30", "2023-12-31", "2024-02-30"),
    *("monitoring", "mid_term", "final", "310151", "plan_example", "{name}", "'<b>'", '"a\\nb"'),
)


@st.composite
def document_changes(draw: st.DrawFn) -> Change:
    """A key of the plan's own document, or of an edition's parameters, said otherwise, or its line left out."""
    place, said = draw(st.integers(0, 30)), draw(st.sampled_from(SAID))
    return draw(st.sampled_from(DOCUMENTS)), place, None if draw(st.integers(0, 5)) == 0 else {"said": said}


CHANGES = st.one_of(
    st.lists(cell_changes(), min_size=1, max_size=2),
    st.lists(document_changes(), min_size=1, max_size=2),
    target_changes(),
    st.tuples(target_changes(), st.lists(cell_changes(), min_size=1, max_size=1)).map(lambda two: [*two[0], *two[1]]),
)


def apply(plan: Plan, made: list[Change]) -> None:
    for key, place, cells in made:
        if key in DOCUMENTS:
            say_otherwise(plan.folder / key, place, cells)
            continue
        rows = plan.rows(key)
        if place < len(rows):
            rows[place : place + 1] = [] if cells is None else [rows[place] | cells]
            plan.write(key, rows)


def say_otherwise(path: Path, place: int, cells: Row | None) -> None:
    """Change what follows the colon in one line of a YAML file that has one, or take the line away."""
    lines = path.read_text(encoding="utf-8").splitlines()
    told = [number for number, line in enumerate(lines) if ": " in line]
    number = told[place % len(told)]
    lines[number : number + 1] = [] if cells is None else [f"{lines[number].partition(': ')[0]}: {cells['said']}"]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def make_pages(made: list[Change], language: str) -> bool:
    """Make every page of the changed plan where the check lets it pass; whether it did."""
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as monkeypatch:
        plan = Plan(Path(folder) / "data")
        apply(plan, made)
        errors = plan.errors()
        for problem in errors:
            assert problem.file and problem.what and problem.found and problem.expected and problem.fix
            # A file that is missing, or a folder, has no row; everything inside a table has.
            assert problem.row is not None or not problem.file.endswith(".csv") or "no file" in problem.found
        if not errors:
            with contextlib.redirect_stdout(io.StringIO()):
                build(plan, language, monkeypatch)
        return not errors


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@given(made=CHANGES, language=st.sampled_from(LANGUAGES))
def test_whatever_passes_the_check_builds_and_whatever_does_not_says_where(made, language):
    make_pages(made, language)


def test_the_plan_builds_before_it_is_changed():
    assert all(make_pages([], language) for language in LANGUAGES)


@pytest.mark.parametrize("kind", list(TargetKind))
def test_every_kind_of_target_builds(kind, plan, monkeypatch, capsys):
    for unit, baseline, target, more, values in SOUND[kind]:
        cells = {name: "" for name in MAY_HAVE} | {"direction": "rise", "bound": "plain"} | more
        cells |= {"target_kind": kind.value, "unit_id": unit, "baseline": baseline, "target": target}
        plan.set("plan/indicators.csv", "i02", **cells)
        plan.observe("i02", dict(zip((2021, 2022, 2023), values, strict=True)))
        assert plan.errors() == []
        build(plan, "en", monkeypatch)


GROWTH = {"unit_id": "growth", "baseline": "4", "bound": "plain"}
TOTAL = GROWTH | {"target_kind": "cumulative", "baseline": "0"}


@pytest.mark.parametrize(
    ("cells", "values", "what"),
    [
        (
            {"target_kind": "qualitative", "baseline": "", "target": "", "bound": "plain"},
            {2023: "70"},
            "a qualitative target has a value",
        ),
        (
            TOTAL | {"target": "13.5", "direction": "fall"},
            {},
            "the sign of a cumulative target contradicts its direction",
        ),
        (
            TOTAL | {"target": "-13.5", "direction": "rise"},
            {},
            "the sign of a cumulative target contradicts its direction",
        ),
        (
            GROWTH | {"target_kind": "yearly_average", "target": "5", "bound": "at_most"},
            {},
            "the sign of a yearly_average target contradicts its direction",
        ),
        (
            {"target_kind": "about", "target": "63", "tolerance": "5", "bound": "plain"},
            {},
            "the baseline meets the target already",
        ),
        (
            {"target_kind": "relative", "target": "", "reference_series_id": "loans_growth"},
            {},
            "the series a relative target names is in another unit",
        ),
        (TOTAL | {"target": "-100", "direction": "fall"}, {}, "nothing falls by 100 % or more"),
        (
            {"target_kind": "relative", "target": "", "reference_series_id": "nope"},
            {},
            "the reference series is not listed",
        ),
    ],
)
def test_a_plan_that_once_passed_the_check_and_died_in_a_notebook_is_refused_in_its_row(plan, cells, values, what):
    plan.set("plan/indicators.csv", "i02", **cells)
    plan.observe("i02", values)
    problems = plan.errors()
    assert what in [problem.what for problem in problems]
    assert all(problem.row is not None for problem in problems)
    with pytest.raises(InputError) as raised:
        load_inputs(YEAR, plan.folder, plan.folder / "params")
    assert set(raised.value.problems) <= set(problems)
