"""A whole good project to spoil: the invented plan of tests/fixtures, with parameters, words and one notebook."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
import yaml
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from planbook.errors import Problem
from planbook.load import check_project
from planbook.looks import words_needed
from planbook.paths import Project

FIXTURES = Path(__file__).resolve().parents[1] / "fixtures"

PARAMETERS = """\
year: {year}
kind: {kind}
cut_off: {year}-12-31
published: {next_year}-03-31
title:
  zh: 示例县图书馆规划评估
  en: Evaluation of the libraries plan of Example County
thresholds:
  ahead: 1.10
  on_pace: 0.80
  likely: 0.80
  unlikely: 0.20
  interval: 0.80
  minimum_points: 3
"""
WORDS = {
    "zh": """\
page:
  title: 评估
  found: 共 {count} 项
  sentence: "{name}为{value}"
""",
    "en": """\
page:
  title: Evaluation
  found:
    one: one indicator
    other: "{count} indicators"
  sentence: "{name}: {value}"
""",
}


@dataclass(frozen=True)
class BadProject:
    """A good project in a folder of its own, with the edits that spoil it."""

    root: Path
    year: int = 2023

    @property
    def project(self) -> Project:
        return Project(self.root)

    def path(self, name: str) -> Path:
        return self.root / name

    def edit(self, name: str, old: str, new: str) -> None:
        """Replace text that stands exactly once in a file."""
        text = self.path(name).read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {name}"
        self.path(name).write_text(text.replace(old, new), encoding="utf-8")

    def add_line(self, name: str, line: str) -> None:
        with self.path(name).open("a", encoding="utf-8") as file:
            file.write(line + "\n")

    def write_notebook(self, cells: list | None = None) -> None:
        notebook = new_notebook(cells=make_cells() if cells is None else cells)
        for index, cell in enumerate(notebook.cells):
            cell.id = f"cell-{index + 1}"
        nbformat.write(notebook, self.path("notebooks/03-indicators.ipynb"))

    def check(self) -> tuple[Problem, ...]:
        return check_project(self.year, self.project, "data")


def parameters_cell(source: str = 'year = 2023\nlang = "zh"\ndata_dir = "data"'):
    return new_code_cell(source, metadata={"tags": ["parameters"]})


def prose_cell(text: str, *tags: str):
    return new_markdown_cell(text, metadata={"tags": list(tags)})


def make_cells() -> list:
    return [
        prose_cell("# 主要指标", "zh"),
        prose_cell("# Main indicators", "en"),
        parameters_cell(),
        new_code_cell("edition = open_edition(year, lang, data_dir)"),
    ]


def words_of_classes() -> str:
    """The words that every class needs, as YAML: each is its own key."""
    words: dict[str, Any] = {}
    for key in words_needed():
        *groups, name = key.split(".")
        group = words
        for part in groups:
            group = group.setdefault(part, {})
        group[name] = key
    return yaml.safe_dump(words, sort_keys=False)


def make_project(root: Path) -> BadProject:
    """Nothing is wrong with it; the first test of the bad inputs holds it to that."""
    for name in ("small_plan", "small_plan_more"):
        shutil.copytree(FIXTURES / name, root / "data", dirs_exist_ok=True)
    for folder in ("params", "notebooks", "site/locales"):
        (root / folder).mkdir(parents=True)
    for year, kind in ((2021, "monitoring"), (2022, "monitoring"), (2023, "mid_term")):
        text = PARAMETERS.format(year=year, kind=kind, next_year=year + 1)
        (root / "params" / f"{year}.yml").write_text(text, encoding="utf-8")
    for language, text in WORDS.items():
        (root / "site/locales" / f"{language}.yml").write_text(text + words_of_classes(), encoding="utf-8")
    made = BadProject(root)
    made.write_notebook()
    return made


def told(problems: tuple[Problem, ...]) -> str:
    """The problems as `check` prints them, one line each, severity first."""
    return "".join(f"{problem.severity}: {problem}\n" for problem in problems)
