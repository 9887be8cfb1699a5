"""Many plans on one site: the list, tasks and what they send back, what is built again, lost workers, the page."""

import io
import json
import os
import signal
import subprocess
import sys
import threading
import time
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest
from builders import make_manifest

from planbook.errors import InputError
from planbook.model import EditionName, Text
from planbook.paths import find_project
from planbook.portfolio import Portfolio, build_portfolio, driver, read_portfolio
from planbook.portfolio.compared import name_areas, publish_compared
from planbook.portfolio.front import publish_portfolio_front
from planbook.portfolio.task import (
    EditionBuilt,
    EditionFailed,
    EditionTask,
    build_task,
    pack_folder,
    project_fingerprint,
)
from planbook.portfolio.workers import open_workers
from planbook.present.words import load_words
from planbook.publish.links import find_broken_links, find_foreign_requests
from planbook.publish.manifest import PlanIdentity, write_manifest

PROJECT = find_project()
SMALL = Path(__file__).parent / "fixtures" / "small_plan"
LIST = """title:
  zh: 示例
  en: Example
languages: [en]
formats: [html]
plans:
  - folder: {folder}
    address: libraries
    years: [2023]
  - folder: {folder}
    address: reading
    years: [2022, 2023]
"""


def listed(tmp_path: Path, text: str = LIST) -> Path:
    path = tmp_path / "portfolio.yml"
    path.write_text(text.format(folder=SMALL), encoding="utf-8")
    return path


def test_a_list_names_plans_years_and_languages(tmp_path):
    portfolio = read_portfolio(listed(tmp_path))
    assert [(plan.address, plan.years) for plan in portfolio.plans] == [
        ("libraries", ("2023",)),
        ("reading", ("2022", "2023")),
    ]
    assert portfolio.plans[0].languages == ("en",)
    assert not portfolio.one_plan


def test_the_list_that_comes_with_the_plans_is_sound():
    portfolio = read_portfolio(PROJECT.root / "plans" / "portfolio.yml")
    assert [plan.address for plan in portfolio.plans] == ["chongming", "china-14"]
    for plan in portfolio.plans:
        assert all((PROJECT.params_of(plan.folder) / f"{year}.yml").is_file() for year in plan.years)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (LIST.replace("address: reading", "address: libraries"), "two plans have one address"),
        (LIST.replace("[2023]", "2023"), "the plan has no years"),
        (LIST.replace("[en]", "[fr]"), "the choice is not known"),
        (
            LIST.replace("folder: {folder}\n    address: reading", "folder: nowhere\n    address: reading"),
            "no plan in the",
        ),
        (LIST.replace("  en: Example\n", ""), "the list has no title"),
        (LIST + "plan: []\n", "the key is not known"),
    ],
)
def test_what_is_wrong_with_a_list_is_told(tmp_path, text, message):
    with pytest.raises(InputError, match=message):
        read_portfolio(listed(tmp_path, text))


def task(**changes) -> EditionTask:
    """The small plan's English pages of 2023."""
    asked = EditionTask(
        plan="libraries",
        year="2023",
        data=pack_folder(SMALL),
        languages=("en",),
        formats=("html",),
        publisher="embedded",
        official_only=False,
        jobs=1,
        fingerprint=project_fingerprint(PROJECT),
    )
    return replace(asked, **changes)


def test_a_folder_is_packed_to_the_same_bytes_whatever_the_times_of_its_files(tmp_path):
    (tmp_path / "a.csv").write_text("1")
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "c.pdf").write_bytes(b"2")
    first = pack_folder(tmp_path)
    os.utime(tmp_path / "a.csv", (1, 1))
    assert pack_folder(tmp_path) == first
    with zipfile.ZipFile(io.BytesIO(first)) as packed:
        assert packed.namelist() == ["a.csv", "b/c.pdf"]


def test_another_package_builds_nothing():
    result = build_task(task(fingerprint="0" * 64))
    assert isinstance(result, EditionFailed) and result.other_package


def test_an_edition_with_wrong_data_fails_with_what_is_wrong_and_is_not_tried_again(tmp_path):
    (tmp_path / "plan").mkdir()
    (tmp_path / "plan" / "plan.yml").write_text("id: x\n")
    result = build_task(task(data=pack_folder(tmp_path)))
    assert isinstance(result, EditionFailed) and not result.other_package
    assert result.code == 2
    assert "plan.yml" in result.said


def test_an_archive_may_lie_in_a_shared_store(tmp_path):
    address = f"file://{tmp_path}/a.zip"
    (tmp_path / "a.zip").write_bytes(b"packed")
    assert EditionBuilt("p", "2023", 1.0, address=address).read() == b"packed"
    assert EditionBuilt("p", "2023", 1.0, archive=b"sent").read() == b"sent"


def test_a_scheduler_that_is_not_there_is_wrong_input():
    with pytest.raises(InputError, match="no Dask scheduler answers there"), open_workers("nonsense", 1):
        pass


# The driver with a task that builds nothing: what is handed out, and what becomes of it.


def small_edition(asked: EditionTask) -> EditionBuilt:
    """An edition of one page and a manifest, without building anything."""
    from tempfile import TemporaryDirectory

    from planbook.publish.manifest import checksums, versions
    from planbook.publish.request import edition_inputs

    with TemporaryDirectory() as folder:
        made, data = Path(folder, "edition"), Path(folder, "data")
        with zipfile.ZipFile(io.BytesIO(asked.data)) as packed:
            packed.extractall(data)
        (made / "en").mkdir(parents=True)
        (made / "en" / "index.html").write_text(
            '<!DOCTYPE html><html lang="en"><body><main data-pagefind-body>Holdings</main></body></html>'
        )
        manifest = make_manifest(
            year=int(asked.year),
            plan=PlanIdentity(asked.plan, Text("规划", f"Plan {asked.plan}"), ""),
            official_only=False,
            versions=versions(),
            inputs=checksums(edition_inputs(PROJECT, data, PROJECT.params_of(data), EditionName.of(asked.year))),
            pages={"en": {"index": "Summary"}},
            outputs={"en/index.html": "x"},
        )
        write_manifest(made, manifest)
        return EditionBuilt(asked.plan, asked.year, 0.1, pack_folder(made))


def waiting_edition(asked: EditionTask) -> EditionBuilt:
    """The first worker that takes the first edition says who it is, and never ends."""
    marker = Path(os.environ["PLANBOOK_TEST_MARKER"])
    if asked.plan == "libraries" and not marker.exists():
        marker.write_text(str(os.getpid()))
        time.sleep(600)
    return small_edition(asked)


def failing_edition(asked: EditionTask) -> EditionBuilt | EditionFailed:
    if asked.plan == "libraries":
        return EditionFailed(asked.plan, asked.year, 0.1, 3, "a chapter failed")
    return small_edition(asked)


@pytest.fixture
def portfolio(tmp_path) -> Portfolio:
    return read_portfolio(listed(tmp_path))


def states(result) -> list[tuple[str, str, str]]:
    return [(one.plan, one.year, one.state) for one in result.outcomes]


def test_every_edition_is_put_in_its_place_and_what_stands_is_not_built_again(tmp_path, portfolio, monkeypatch):
    monkeypatch.setattr(driver, "build_task", small_edition)
    site, told = tmp_path / "site", []
    result = build_portfolio(portfolio, PROJECT, site, workers=1, on_done=lambda *said: told.append(said[1:]))
    assert states(result) == [
        ("libraries", "2023", "built"),
        ("reading", "2022", "built"),
        ("reading", "2023", "built"),
    ]
    assert told == [(1, 3), (2, 3), (3, 3)]
    assert result.exit_code == 0
    assert (site / "reading" / "2022" / "en" / "index.html").is_file()
    assert (site / "assets" / "plotly.min.js").is_file()
    assert (site / "reading" / "index.html").is_file()
    again = build_portfolio(portfolio, PROJECT, site, workers=1)
    assert {one.state for one in again.outcomes} == {"up to date"}
    manifest = site / "reading" / "2022" / "manifest.json"
    manifest.write_text(manifest.read_text(encoding="utf-8").replace('"planbook/', '"planbook/old/'), encoding="utf-8")
    resumed = build_portfolio(portfolio, PROJECT, site, workers=1)
    assert [state for _, _, state in states(resumed)] == ["up to date", "built", "up to date"]


def test_an_edition_that_fails_does_not_keep_the_others_from_being_built(tmp_path, portfolio, monkeypatch):
    monkeypatch.setattr(driver, "build_task", failing_edition)
    result = build_portfolio(portfolio, PROJECT, tmp_path / "site", workers=1)
    assert [state for _, _, state in states(result)] == ["failed", "built", "built"]
    assert (result.exit_code, result.outcomes[0].said) == (3, "a chapter failed")


def test_a_worker_that_is_killed_costs_one_edition_which_another_builds(tmp_path, portfolio, monkeypatch):
    marker = tmp_path / "taken-by"
    monkeypatch.setenv("PLANBOOK_TEST_MARKER", str(marker))
    monkeypatch.setattr(driver, "build_task", waiting_edition)

    def kill_the_one_that_waits() -> None:
        while not (marker.exists() and marker.read_text()):
            time.sleep(0.05)
        os.kill(int(marker.read_text()), signal.SIGKILL)

    killer = threading.Thread(target=kill_the_one_that_waits)
    killer.start()
    result = build_portfolio(portfolio, PROJECT, tmp_path / "site", workers=2)
    killer.join()
    assert {state for _, _, state in states(result)} == {"built"}


def test_one_plan_keeps_its_addresses(tmp_path, portfolio, monkeypatch):
    monkeypatch.setattr(driver, "build_task", small_edition)
    alone = Portfolio(portfolio.title, portfolio.plans[:1])
    build_portfolio(alone, PROJECT, tmp_path / "site", workers=1)
    assert (tmp_path / "site" / "2023" / "en" / "index.html").is_file()
    assert not (tmp_path / "site" / "assets").exists()


def test_the_page_over_all_lists_plans_by_verdict_and_its_links_lead_somewhere(tmp_path, portfolio):
    for address, year in (("libraries", 2023), ("reading", 2022), ("reading", 2023)):
        edition = tmp_path / address / str(year)
        (edition / "en").mkdir(parents=True)
        page = "<!DOCTYPE html><html lang='en'><body><main data-pagefind-body>Holdings</main></body></html>"
        (edition / "en" / "index.html").write_text(page)
        plan = PlanIdentity(address, Text("规划", f"Plan {address}"), "")
        verdicts = {"achieved": 2, "lagging": 1}
        write_manifest(edition, make_manifest(year=year, plan=plan, verdicts=verdicts, pages={"en": {"index": "S"}}))
        (tmp_path / address / "index.html").write_text(page)
    driver.copy_assets(PROJECT, tmp_path)
    publish_portfolio_front(portfolio, tmp_path, PROJECT)
    page = (tmp_path / "index.html").read_text(encoding="utf-8")
    assert "Plan reading" in page and "2 个规划，3 个年度版本" in page
    assert page.count('<td class="number">2</td>') == 2
    assert list(find_broken_links(tmp_path)) == []
    assert list(find_foreign_requests(tmp_path)) == []
    feed = ElementTree.parse(tmp_path / "feed.xml").getroot()
    assert len(feed.findall("{http://www.w3.org/2005/Atom}entry")) == 3
    assert (tmp_path / "pagefind" / "pagefind.js").is_file()


SHARED = """shared:
  - name: {{zh: 藏书量, en: Holdings}}
    indicators: {{libraries: i01, reading: i01}}
    whole: {{reading: i01}}
"""


def test_plans_are_set_beside_each_other_and_added_up(tmp_path):
    """Two copies of one plan: their targets come to twice that of the whole, and nothing tells them apart."""
    portfolio = read_portfolio(listed(tmp_path, LIST + SHARED))
    assert portfolio.shared[0].indicators == (("libraries", "i01"), ("reading", "i01"))
    assert publish_compared(portfolio, tmp_path, PROJECT) == "compared.html"
    page = (tmp_path / "compared.html").read_text(encoding="utf-8")
    assert "200.0%" in page and "520,000" in page  # 2 × 260,000
    assert "在误差以内不能区分" in page and "cannot be told apart" in page
    assert page.count(">12,000.0 (6.0%)<") == 2  # (260,000 - 200,000) / 5, and that of 200,000
    assert "◇" in page


@pytest.mark.parametrize(("language", "said"), (("zh", "一、二、三等 9 个规划"), ("en", "一, 二, 三 and 6 others")))
def test_of_many_areas_a_sentence_names_the_first(language, said):
    words = load_words(language)
    assert name_areas(list("一二三四五六七八九"), words) == said
    assert name_areas(["甲", "乙"], words) == {"zh": "甲和乙", "en": "甲 and 乙"}[language]


def test_without_shared_indicators_no_page_compares(tmp_path):
    assert publish_compared(read_portfolio(listed(tmp_path)), tmp_path, PROJECT) == ""


def test_a_shared_indicator_of_an_unknown_plan_is_told(tmp_path):
    with pytest.raises(InputError, match="the plan is not in the list"):
        read_portfolio(
            listed(tmp_path, LIST + SHARED.replace("reading: i01}}\n    whole", "nowhere: i01}}\n    whole"))
        )


def test_an_edition_built_by_a_task_is_the_one_a_build_makes(tmp_path):
    """The whole way once: the process of its own, the archive, shared assets, no path of the worker."""
    result = build_task(task(assets="../../assets/"))
    assert isinstance(result, EditionBuilt), result
    place = tmp_path / "libraries" / "2023"
    with zipfile.ZipFile(io.BytesIO(result.read())) as packed:
        packed.extractall(place)
    driver.copy_assets(PROJECT, tmp_path)
    assert not (place / "assets").exists()
    page = (place / "en" / "indicators" / "i01.html").read_text(encoding="utf-8")
    assert 'src="../../../../assets/site.js" data-edition="../../"' in page
    (tmp_path / "libraries" / "index.html").write_text("")
    (tmp_path / "libraries" / "feed.xml").write_text("")
    assert list(find_broken_links(tmp_path)) == []
    texts = [path.read_text(encoding="utf-8") for path in place.rglob("*.ipynb")]
    assert texts and not any("pb-edition" in text for text in texts)


# A cluster of others: a scheduler and a worker that were started by hand, as a computing centre starts them.


@contextmanager
def running(*command: str, said: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A process of Dask's own command line, ended with the block; what it says lies in `said`."""
    environment = os.environ | {"PYTHONPATH": os.pathsep.join([str(PROJECT.root), str(Path(__file__).parent)])}
    with said.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "dask", *command], stdout=output, stderr=subprocess.STDOUT, env=environment
        )
        try:
            yield process
        finally:
            process.terminate()
            process.wait(timeout=30)


def wait_for(path: Path, process: subprocess.Popen[bytes], said: Path) -> None:
    while not path.exists():
        assert process.poll() is None, said.read_text(encoding="utf-8")
        time.sleep(0.1)


def test_a_scheduler_and_a_worker_started_by_hand_build_what_the_driver_hands_out(tmp_path, portfolio, monkeypatch):
    """The driver, as another process, and workers with the same Planbook; then workers with other versions."""
    monkeypatch.setattr(driver, "build_task", small_edition)
    found, log = tmp_path / "scheduler.json", tmp_path / "scheduler.log"
    scheduler = ("scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--no-show")
    with running(*scheduler, "--scheduler-file", str(found), said=log) as process:
        wait_for(found, process, log)
        address = json.loads(found.read_text(encoding="utf-8"))["address"]
        with running("worker", address, "--nthreads", "1", "--no-dashboard", said=tmp_path / "worker.log"):
            result = build_portfolio(portfolio, PROJECT, tmp_path / "site", cluster=address)
            assert {state for _, _, state in states(result)} == {"built"}
            assert (tmp_path / "site" / "reading" / "2023" / "en" / "index.html").is_file()

            def other_versions(*_: object, **__: object) -> None:
                raise ValueError("Mismatched versions found: pandas 2.2.0, 3.1.1")

            monkeypatch.setattr("distributed.Client.get_versions", other_versions)
            with pytest.raises(InputError, match=r"do not run the same versions; found .*pandas 2\.2\.0"):
                build_portfolio(portfolio, PROJECT, tmp_path / "elsewhere", cluster=address)
