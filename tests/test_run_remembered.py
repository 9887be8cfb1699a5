"""Whatever changes, a build that remembers gives what a build from nothing gives, byte for byte."""

import random
import shutil

import pytest
import yaml

from planbook.errors import InputError
from planbook.load import load_inputs
from planbook.paths import Project, find_project
from planbook.run import plan_jobs, run_jobs

PAGES = (
    "04-3-social-welfare",
    "indicators/i03",
    "indicators/i05",
    "sources",
    "yearbook/part-4",
    "06-two-plans-compared",
)


@pytest.fixture
def project(tmp_path):
    """A copy of the project that may be changed."""
    here = find_project()
    for name in ("data", "params", "notebooks", "site"):
        shutil.copytree(here.root / name, tmp_path / name)
    shutil.copyfile(here.root / "_quarto.yml", tmp_path / "_quarto.yml")
    return Project(tmp_path)


def build(project: Project, pages=PAGES, language="en"):
    inputs = load_inputs(2023, project.data, project.params)
    jobs = plan_jobs(project, inputs, (language,), project.data, project.params, pages)
    report = run_jobs(jobs, project, (project.data, project.params), workers=2)
    texts = {job.output: text for job, text in report.executed.items()}
    return texts, {job.output: reason for job, reason in report.reasons.items()}


def build_from_nothing(project: Project):
    kept = project.build.rename(project.root / "kept")
    try:
        return build(project)[0]
    finally:
        shutil.rmtree(project.build)
        kept.rename(project.build)


def edit_cell(path, row, column, change):
    lines = path.read_text(encoding="utf-8").split("\n")
    cells = lines[row].split(",")
    cells[column] = change(cells[column])
    lines[row] = ",".join(cells)
    path.write_text("\n".join(lines), encoding="utf-8")


def nudge(value: str) -> str:
    """A value a little larger, with as many decimals."""
    decimals = len(value.partition(".")[2])
    return f"{float(value) * 1.01 + 10**-decimals:.{decimals}f}"


def change_a_value(project: Project, draw: random.Random) -> str:
    """Another observed value, of a year that the edition knows."""
    path = project.data / "observations" / f"{draw.choice([2021, 2022, 2023])}.csv"
    lines = path.read_text(encoding="utf-8").split("\n")
    row = draw.choice([number for number, line in enumerate(lines[1:], 1) if line.split(",")[2:3] not in ([], [""])])
    edit_cell(path, row, 2, nudge)
    return f"{path.name}:{row}"


def change_a_word(project: Project, draw: random.Random) -> str:
    """Another wording of one key."""
    path = project.locales / "en.yml"
    words = yaml.safe_load(path.read_text(encoding="utf-8"))
    group = draw.choice(["outlook", "pace", "table", "charts", "frames"])
    leaves = [(words[group], key) for key, value in words[group].items() if isinstance(value, str)]
    leaves += [
        (inner, key)
        for inner in words[group].values()
        if isinstance(inner, dict)
        for key, value in inner.items()
        if isinstance(value, str)
    ]
    place, key = draw.choice(leaves)
    place[key] = f"{place[key]} indeed"
    path.write_text(yaml.safe_dump(words, allow_unicode=True, sort_keys=False), encoding="utf-8")
    return f"{group}: {key}"


def change_a_text(project: Project, draw: random.Random) -> str:
    """Another title of a source, or name of an indicator."""
    name, column = draw.choice([("sources.csv", "title_en"), ("plan/indicators.csv", "short_name_en")])
    path = project.data / name
    head, *rows = path.read_text(encoding="utf-8").split("\n")
    place = head.split(",").index(column)
    plain = [number for number, row in enumerate(rows, 1) if row and '"' not in row]
    edit_cell(path, draw.choice(plain), place, lambda text: f"{text} X")
    return name


CHANGES = (change_a_value, change_a_word, change_a_text)


@pytest.mark.parametrize("seed", range(3))
def test_what_is_remembered_is_what_a_build_from_nothing_gives(project, seed):
    draw = random.Random(seed)
    build(project)
    for change in (CHANGES[seed % len(CHANGES)], draw.choice(CHANGES)):
        said = change(project, draw)
        try:
            remembered, ran = build(project)
        except InputError:  # data that no build takes
            continue
        assert remembered == build_from_nothing(project), said
        assert len(ran) <= len(PAGES)
        assert build(project) == (remembered, {})


def test_a_readme_changes_nothing_and_a_value_only_what_shows_it(project):
    pages = ("indicators/i03", "indicators/i05")
    build(project, pages)
    (project.data / "README.md").write_text("other words", encoding="utf-8")
    assert build(project, pages)[1] == {}
    path = project.data / "observations" / "2023.csv"
    rows = path.read_text(encoding="utf-8").split("\n")
    [row] = [number for number, line in enumerate(rows) if line.startswith("i05,2023,")]
    edit_cell(path, row, 2, nudge)
    ran = build(project, pages)[1]
    assert list(ran) == ["indicators/i05"]
    assert "observed['i05']" in ran["indicators/i05"]


def test_a_changed_translation_runs_what_used_it_in_that_language(project):
    pages = ("glossary", "sources")
    assert set(build(project, pages)[1]) == set(build(project, pages, "zh")[1]) == set(pages)
    path = project.locales / "en.yml"
    words = yaml.safe_load(path.read_text(encoding="utf-8"))
    words["titles"]["glossary"] += " of terms"
    path.write_text(yaml.safe_dump(words, allow_unicode=True, sort_keys=False), encoding="utf-8")
    assert build(project, pages)[1] == {"glossary": "words en['titles']['glossary'] changed"}
    assert build(project, pages, "zh")[1] == {}
