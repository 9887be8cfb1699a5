"""An office's year from January to the page a reader opens: templates, returns as people send them, an edition; the
year after a revision, the difference, and what an author sees while writing.
"""

import csv
import hashlib
import json
import re
import shutil
import threading
from pathlib import Path

import nbformat
import pytest
from test_returns import fill, plan, read_back, templates  # noqa: F401  the plan is a fixture

from planbook.cli import main
from planbook.cli.build import BuildOptions
from planbook.errors import PlanbookError
from planbook.load import load_inputs
from planbook.paths import find_project
from planbook.publish.preview import Preview

PROJECT = find_project()
GOOD = "国家级文物"


def page_text(file: Path) -> str:
    """What a reader reads on a page, without blanks."""
    text = re.sub(r"(?s)<(script|style|template)\b.*?</\1>", "", file.read_text(encoding="utf-8"))
    return re.sub(r"\s|<[^>]*>", "", text)


def build(year: int, data: Path, out: Path, *more: str) -> Path:
    call = ["--year", str(year), "--data", str(data), "--out", str(out), "--publisher", "embedded"]
    assert main([*call, "--lang", "zh", "--format", "html", *more]) == 0
    return out / str(year)


class Year:
    """What stands after the story: the plan's folder, the site, and what was said on the way."""

    def __init__(self, plan: Path, site: Path) -> None:
        self.plan, self.site = plan, site
        self.said: dict[str, str] = {}


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    """The story, told once: every test below reads what came of it."""
    folder = tmp_path_factory.mktemp("office")
    own = plan.__wrapped__(folder)  # the fixture's plan, for all tests of this file
    year = Year(own, folder / "site")
    capture = pytest.MonkeyPatch()
    lines: list[str] = []
    capture.setattr("builtins.print", lambda *said, **more: lines.append(" ".join(map(str, said))))

    def taken() -> str:
        said = "\n".join(lines)
        lines.clear()
        return said

    try:
        _tell(year, taken)
    finally:
        capture.undo()
    return year


def _tell(year: Year, taken) -> None:
    own = year.plan
    # January 2025: a workbook for each unit. Half of it is filled in, with what people do.
    books = templates(own, 2024)
    fill(
        books["图书馆"],
        "指标",
        {("i01", "本年值"): "２５１，０００册", ("i01", "数据状态"): "p 初步数", ("i03", "本年值"): "约21天"},
    )
    fill(books["文化局"], "指标", {("i02", "本年值"): 0.79, ("i02", "说明"): GOOD}, {("i02", "本年值"): "0%"})
    before = {path: path.read_bytes() for path in own.rglob("*.csv")}
    year.said["codes"] = str(read_back(own, 2024, *books.values()))
    year.said["refused"] = taken()
    assert {path: path.read_bytes() for path in own.rglob("*.csv")} == before

    # The units mend what was refused; the tasks are still missing, and the office reminds them.
    fill(books["图书馆"], "指标", {("i03", "本年值"): 21})
    fill(books["文化局"], "指标", {("i02", "英文说明"): "Listed heritage included"})
    assert read_back(own, 2024, *books.values()) == 0
    year.said["accepted"] = taken()
    fill(books["文化局"], "任务", {("t2-1-01", "本年值"): 16})
    fill(books["文化局"], "举措", {("t2-2-01", "状态"): "已完成"})
    assert read_back(own, 2024, books["文化局"]) == 0
    year.said["complete"] = taken()
    build(2024, own, year.site)
    taken()

    # A year on: new figures, and one of last year's is revised.
    books = templates(own, 2025)
    fill(books["图书馆"], "指标", {("i01", "本年值"): 262000, ("i03", "本年值"): 19.5})
    fill(books["文化局"], "指标", {("i02", "本年值"): 91})
    fill(books["文化局"], "任务", {("t2-1-01", "本年值"): 18})
    fill(books["文化局"], "举措", {("t2-2-01", "状态"): "已完成"})
    fill(books["文化局"], "修订", {("i02", "修订年份"): 2024, ("i02", "本年值"): 85})
    assert read_back(own, 2025, *books.values()) == 0
    taken()
    assert main(["diff", "2024", "2025", "--data", str(own)]) == 0
    year.said["diff"] = taken()
    assert main(["diff", "2024", "2025", "--data", str(own), "--json"]) == 0
    year.said["diff json"] = taken()
    build(2025, own, year.site)


def test_what_people_send_is_refused_at_its_cell_and_nothing_is_written(told):
    assert told.said["codes"] == "2"
    said = told.said["refused"]
    assert '图书馆-2024.xlsx 指标!J5 [i03, 2024]: column "value" does not hold a number; found "约21天"' in said
    assert '文化局-2024.xlsx 指标!L4 [i02, 2024]: the translation "note_en" is missing' in said
    assert "i01" not in said  # ２５１，０００册 can mean one thing only


def test_the_rest_is_read_as_it_was_meant_and_what_is_missing_is_asked_for(told):
    assert "i01 2024: - → 251000" in told.said["accepted"] or "i01 2024: - → ２５１，０００册" in told.said["accepted"]
    assert "t2-1-01" in told.said["accepted"].partition("not reported")[2]
    assert told.said["complete"].count("not reported") == 1 and "0 not reported" in told.said["complete"]


def test_the_edition_shows_what_was_returned(told):
    inputs = load_inputs(2024, told.plan, PROJECT.params)
    assert {name: inputs.series_of(name).latest.value for name in inputs.indicators} == {
        "i01": 251000,
        "i02": 79,
        "i03": 21,
    }
    page = page_text(told.site / "2024/zh/indicators/i02.html")
    # (79 − 62) of the 22.4 points that are due of 28 at four fifths of the time: 76 % of the pace, lagging.
    assert "79.0%" in page and "滞后" in page and GOOD in page
    assert "251,000" in page_text(told.site / "2024/zh/indicators/i01.html")
    assert (told.site / "index.html").is_file()


def test_the_year_after_the_revision_is_told_and_shown(told):
    assert "1 figures revised from edition 2024 to 2025" in told.said["diff"]
    assert "i02 行政村图书服务点覆盖率 2024: 79 ◇ → 85 ◇ r" in told.said["diff"]
    assert "i02 行政村图书服务点覆盖率, pace: lagging → achieved ◇" in told.said["diff"]
    (figure,) = json.loads(told.said["diff json"])["figures"]
    assert (figure["subject"], figure["year"], figure["before"], figure["after"]) == ("i02", 2024, 79, 85)
    page = page_text(told.site / "2025/zh/indicators/i02.html")
    assert "85.0%" in page and "修订" in page and "91.0%" in page


def test_the_edition_before_stays_as_it_was_signed(told):
    page = page_text(told.site / "2024/zh/indicators/i02.html")
    assert "85.0%" not in page and "79.0%" in page
    with (told.plan / "observations/2024.csv").open(encoding="utf-8") as file:
        rows = {row["indicator_id"]: row["value"] for row in csv.DictReader(file)}
    assert rows["i02"] == "79"


# ---- What an author sees who writes while `serve` runs ---------------------------------------------------------------


@pytest.fixture
def author(told, tmp_path):
    """A preview of the edition of 2024, whose plan has words and a notebook of its own to change."""
    site = {path: hashlib.sha256(path.read_bytes()).hexdigest() for path in told.site.rglob("*") if path.is_file()}
    options = BuildOptions(PROJECT, 2024, languages=("zh",), formats=("html",), data_dir=told.plan, output=told.site)
    folder = tmp_path / "preview"
    folder.mkdir()
    yield Preview(options.publish_request(None), folder)
    shutil.rmtree(told.plan / "locales", ignore_errors=True)
    shutil.rmtree(told.plan / "notebooks", ignore_errors=True)
    assert {path: hashlib.sha256(path.read_bytes()).hexdigest() for path in site} == site  # nothing of it was touched


def save(preview: Preview, file: Path, text: str) -> None:
    file.parent.mkdir(exist_ok=True)
    file.write_text(text, encoding="utf-8")
    preview.note_save([file])


def test_a_sentence_that_is_saved_shows_on_the_page_that_is_asked_for(told, author):
    address = "zh/indicators/i02.html"
    assert author.page(address) is None  # nothing was saved: the published page stands
    save(author, told.plan / "locales/zh.yml", "verdict:\n  lagging: 慢了一些\n")
    (told.plan / "locales/en.yml").write_text("verdict:\n  lagging: somewhat slow\n", encoding="utf-8")
    assert "慢了一些" in page_text(author.page(address))
    assert author.page("zh/none.html") is None and author.page("zh/../../index.html") is None


def test_prose_of_a_notebook_that_is_saved_shows_without_a_run(told, author, monkeypatch):
    address = "zh/03-indicators.html"
    notebook = told.plan / "notebooks/03-indicators.ipynb"
    source = nbformat.read(PROJECT.notebooks / "03-indicators.ipynb", as_version=4)
    save(author, notebook, nbformat.writes(source))
    assert author.page(address) is not None
    cell = next(cell for cell in source.cells if cell.source.startswith("## ") and "zh" in cell.metadata["tags"])
    cell.source = "## 作者改过的标题"
    monkeypatch.setattr("planbook.publish.preview.run_jobs", lambda *_: pytest.fail("a notebook was run"))
    save(author, notebook, nbformat.writes(source))
    assert "作者改过的标题" in page_text(author.page(address))


def test_what_is_saved_wrongly_is_told_and_mended_with_the_next_save(told, author):
    address = "zh/indicators/i02.html"
    save(author, told.plan / "locales/zh.yml", "verdict: [\n")
    with pytest.raises(PlanbookError):
        author.page(address)
    save(author, told.plan / "locales/zh.yml", "verdict:\n  lagging: 慢了\n")
    (told.plan / "locales/en.yml").write_text("verdict:\n  lagging: somewhat slow\n", encoding="utf-8")
    assert "慢了" in page_text(author.page(address))


def test_two_readers_at_once_are_answered_one_after_the_other(told, author):
    save(author, told.plan / "locales/zh.yml", "verdict:\n  lagging: 并慢\n")
    (told.plan / "locales/en.yml").write_text("verdict:\n  lagging: slow too\n", encoding="utf-8")
    made: list[Path | None] = []
    addresses = ("zh/indicators/i02.html", "zh/index.html")
    readers = [threading.Thread(target=lambda one=one: made.append(author.page(one))) for one in addresses]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join(timeout=120)
    assert len(made) == 2 and all(page is not None and "并慢" in page_text(page) for page in made)
