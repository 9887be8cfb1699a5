"""Quarto's command line, its failures and its gaps, against a stand-in that refuses what the real one refuses."""

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import yaml
from builders import make_edition
from quarto_pages import NO_QUARTO
from quarto_stand_in import install_stand_in

from planbook.errors import PublishError
from planbook.paths import find_project
from planbook.publish.edition_report import report_source
from planbook.publish.pages import Page
from planbook.publish.quarto import find_quarto, render_project, report_warnings
from planbook.publish.quarto_project import OUTPUT, write_language, write_project
from planbook.publish.quarto_site import take_pages, take_report
from planbook.publish.shell import EditionFrame, edition_facts
from planbook.publish.sitemap import build_site_map

ROOT = Path(__file__).resolve().parents[1]
LANGUAGES = ("zh", "en")
TABLE = """::: {#table-4-1 .list-table .planbook aligns="l,r" header-rows="1" header-cols="1"}
4-1 Beds

- - Item
  - 2023
- - Beds
  - 9,371
:::
"""


@pytest.fixture
def stand_in(tmp_path, monkeypatch):
    folder = tmp_path / "bin"
    folder.mkdir()
    log = tmp_path / "calls.log"
    monkeypatch.setenv("QUARTO_PATH", str(install_stand_in(folder)))
    monkeypatch.setenv("STAND_IN_LOG", str(log))
    return log


def pages_in(language: str) -> list[Page]:
    drawing, figure = {"trend": "<svg/>"}, {"trend": '<div class="chart-static">x</div>'}
    return [
        Page(
            "index",
            language,
            "summary",
            "S",
            "d",
            f"## 一\n\n![c](charts/trend.svg){{#fig-trend}}\n\n{TABLE}",
            drawing,
            figure,
        ),
        Page("indicators/i03", language, "indicator", "I", "d", "[S](../index.html)\n"),
    ]


@pytest.fixture
def project(tmp_path):
    folder = tmp_path / "project"
    write_project(folder, find_project(), "2023", LANGUAGES)
    for language in LANGUAGES:
        edition, pages = make_edition(language), pages_in(language)
        frame = EditionFrame(
            words=edition.words,
            edition=edition_facts(edition, edition.words),
            site_map=build_site_map(["index", "indicators/i03"], {page.address: page.title for page in pages}),
            pages={one: frozenset({"index", "indicators/i03"}) for one in LANGUAGES},
            other_years={"2022": {"zh": frozenset({"index"})}},
            citation="c",
        )
        report = report_source(edition, pages[:1], tmp_path / "between")
        write_language(folder, pages, frame, find_project(), report, with_report=True)
    return folder


def sources() -> dict[str, list[str]]:
    return {
        language: [f"{language}/index", f"{language}/indicators/i03", f"{language}/report"] for language in LANGUAGES
    }


def render(project, tmp_path, warned: list[str] | None = None, beside: Path | None = None) -> dict[str, Path]:
    said = [] if warned is None else warned
    return render_project(
        find_quarto(required=True), project, sources(), tmp_path / "copies", said.append, beside=beside
    )


def test_without_quarto_one_line_says_what_to_install(monkeypatch, tmp_path):
    monkeypatch.delenv("QUARTO_PATH", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert find_quarto(required=False) is None
    with pytest.raises(PublishError) as caught:
        find_quarto(required=True)
    assert str(caught.value).count("\n") == 0
    assert "pip install '.[quarto]'" in str(caught.value) and "--publisher embedded" in str(caught.value)
    assert caught.value.exit_code == 4


def test_a_quarto_path_that_leads_nowhere_is_named(monkeypatch):
    monkeypatch.setenv("QUARTO_PATH", "/no/such/quarto")
    with pytest.raises(PublishError, match="QUARTO_PATH is '/no/such/quarto'"):
        find_quarto(required=False)


def test_an_old_quarto_is_refused_where_it_is_asked_for_and_told_of_in_one_line_where_it_is_not(stand_in, monkeypatch):
    monkeypatch.setenv("STAND_IN_VERSION", "1.8.24")
    with pytest.raises(PublishError, match=r"Quarto is 1\.8\.24; 1\.9 or newer is needed"):
        find_quarto(required=True)
    warned: list[str] = []
    assert find_quarto(required=False, warn=warned.append) is None
    assert warned == ["Quarto is 1.8.24; 1.9 or newer is needed. The embedded publisher is used."]


def test_each_language_is_rendered_by_a_quarto_of_its_own_in_a_copy_of_the_project(stand_in, project, tmp_path):
    made = render(project, tmp_path)
    calls = stand_in.read_text().splitlines()
    assert sorted(calls[1:]) == [f"render --profile {language} --log-level warning" for language in ("en", "zh")]
    assert made == {language: tmp_path / "copies" / f"quarto-{language}" / OUTPUT for language in LANGUAGES}
    assert not (project / OUTPUT).exists()


def test_pages_libraries_search_and_reports_come_into_the_edition(stand_in, project, tmp_path):
    edition = tmp_path / "edition"
    for language, made in render(project, tmp_path).items():
        take_pages(made, pages_in(language), edition, {"index", "indicators/i03"})
        assert take_report(made, language, "pdf", edition) == f"report-{language}.pdf"
    html = (edition / "zh" / "indicators" / "i03.html").read_text(encoding="utf-8")
    assert 'href="../../en/indicators/i03.html"' in html  # the same page in the other language
    assert 'href="../../../2022/zh/index.html"' in html  # another edition, beside this one
    assert '<meta name="quarto:offset" content="../">' in html
    assert "data-pagefind-body" in html
    entries = json.loads((edition / "en" / "search.json").read_text(encoding="utf-8"))
    assert [entry["href"] for entry in entries] == ["index.html", "indicators/i03.html"]
    index = (edition / "zh" / "index.html").read_text(encoding="utf-8")
    assert '<div class="chart-static">x</div>' in index and "charts/trend.svg" not in index
    assert 'id="table-4-1"' in index and '<th scope="row">Beds</th>' in index
    assert (edition / "site_libs" / "quarto.js").is_file() and (edition / "favicon.svg").is_file()


def test_a_failing_quarto_shows_the_lines_from_its_first_error_on_and_how_to_do_without(
    stand_in, project, monkeypatch, tmp_path
):
    monkeypatch.setenv("STAND_IN", "fail")
    with pytest.raises(PublishError) as caught:
        render(project, tmp_path)
    lines = str(caught.value).splitlines()
    assert lines[0] == "Quarto 1.9.38 failed (exit 1):"
    assert lines[1] == "  ERROR: In file _quarto.yml"
    assert "property name wrong is invalid" in lines[2]
    assert lines[-1].endswith("add --publisher embedded.")
    assert len(lines) <= 14 and caught.value.exit_code == 4


def test_the_first_error_is_shown_not_only_the_closing_one(stand_in, project, tmp_path):
    page = project / "zh" / "index.qmd"
    page.write_text(page.read_text(encoding="utf-8").replace("---\n", '---\ntoc-depth: "2"\n', 1), encoding="utf-8")
    with pytest.raises(PublishError, match="Field \"toc-depth\" has value '2', which must instead be a number"):
        render(project, tmp_path)


@pytest.mark.parametrize(
    ("spoilt", "refused"),
    [
        ('```{=html}\n<table id="t"><tr><td>1</td></tr></table>\n```', "html-table-processing"),
        ("::: {#tbl-beds}\nx\n:::", "number of its own"),
    ],
)
def test_what_the_real_quarto_would_spoil_is_refused(stand_in, project, tmp_path, spoilt, refused):
    settings = project / "_extensions" / "planbook" / "_extension.yml"
    settings.write_text(settings.read_text(encoding="utf-8").replace("html-table-processing: none", "toc: true"))
    page = project / "en" / "index.qmd"
    page.write_text(f"{page.read_text(encoding='utf-8')}\n{spoilt}\n", encoding="utf-8")
    with pytest.raises(PublishError, match=refused):
        render(project, tmp_path)


def test_warnings_are_shown_though_all_went_well(stand_in, project, monkeypatch, tmp_path):
    monkeypatch.setenv("STAND_IN", "warn")
    warned: list[str] = []
    render(project, tmp_path, warned)
    assert set(warned) == {"Quarto: WARN: Unable to resolve link target: x.qmd"}


def test_a_link_to_what_stands_in_the_edition_already_is_no_mistake(stand_in, project, monkeypatch, tmp_path):
    monkeypatch.setenv("STAND_IN", "warn")
    edition = tmp_path / "edition"
    edition.mkdir()
    (edition / "x.qmd").write_text("")
    warned: list[str] = []
    render(project, tmp_path, warned, edition)
    assert warned == []


def test_a_font_that_is_missing_is_an_error_though_quarto_ends_with_0(stand_in, project, monkeypatch, tmp_path):
    monkeypatch.setenv("STAND_IN", "font")
    with pytest.raises(PublishError, match="unknown font family: no such font"):
        render(project, tmp_path)


def test_a_reference_to_a_figure_that_a_page_has_not_is_an_error_though_quarto_ends_with_0():
    with pytest.raises(PublishError, match="Unable to resolve crossref @fig-none"):
        report_warnings("[33mWARN (x.lua:3) Unable to resolve crossref @fig-none[39m", [].append)


def test_a_page_or_a_report_that_quarto_leaves_out_in_silence_is_noticed(stand_in, project, monkeypatch, tmp_path):
    monkeypatch.setenv("STAND_IN", "skip")
    made = render(project, tmp_path)["zh"]
    with pytest.raises(PublishError, match=r"left out 1 of 2: zh/index\.html"):
        take_pages(made, pages_in("zh"), tmp_path / "edition", ())
    (made / "zh" / "report.pdf").unlink()
    with pytest.raises(PublishError, match=r"left out 1 of 1: zh/report\.pdf"):
        take_report(made, "zh", "pdf", tmp_path / "edition")


@pytest.mark.skipif(not hasattr(os, "killpg"), reason="this system has no process groups")
@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL])
def test_a_killed_build_leaves_no_quarto_running(stand_in, tmp_path, monkeypatch, how):
    monkeypatch.setenv("STAND_IN", "wait")
    script = (
        "import os, sys; from pathlib import Path; from planbook.publish.engines import run_leashed; "
        "run_leashed('Quarto', [([os.environ['QUARTO_PATH'], 'render'], Path.cwd())], {})"
    )
    build = subprocess.Popen([sys.executable, "-c", script], cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(ROOT)})
    told = Path(f"{stand_in}.child")
    _wait_until(told.exists)
    child = int(told.read_text())
    assert _runs(child)
    build.send_signal(how)
    build.wait()
    _wait_until(lambda: not _runs(child))


@pytest.mark.skipif(NO_QUARTO or not Path("/proc/self/stat").exists(), reason="Quarto, or /proc, is not here")
@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL])
def test_nor_does_it_leave_a_real_one_and_what_that_started(project, how):
    script = (
        "import sys; from pathlib import Path; from planbook.publish.engines import run_leashed; "
        "run_leashed('Quarto', [([sys.argv[1], 'render', '--profile', 'zh'], Path.cwd())], {})"
    )
    command = [sys.executable, "-c", script, shutil.which(os.environ.get("QUARTO_PATH", "quarto"))]
    build = subprocess.Popen(command, cwd=project, env={**os.environ, "PYTHONPATH": str(ROOT)})
    _wait_until(lambda: len(_below(build.pid)) >= 3)  # the leash, Quarto, and an engine that Quarto started
    started = _below(build.pid)
    build.send_signal(how)
    build.wait()
    _wait_until(lambda: not any(map(_runs, started)))


def _below(process: int) -> set[int]:
    """The processes that a process started, and those that they started."""
    parents = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            parents[int(stat.parent.name)] = int(stat.read_text().rpartition(")")[2].split()[1])
    found, ahead = set(), {process}
    while ahead:
        ahead = {child for child, parent in parents.items() if parent in ahead} - found
        found |= ahead
    return found


def _runs(process: int) -> bool:
    state = Path(f"/proc/{process}/stat")
    if state.parent.parent.joinpath("self").exists():
        return state.exists() and state.read_text().rpartition(")")[2].split()[0] != "Z"
    try:
        os.kill(process, 0)
    except OSError:
        return False
    return True


def _wait_until(true) -> None:
    end = time.monotonic() + 90
    while not true():
        assert time.monotonic() < end
        time.sleep(0.05)


# ---- The project that stays ----------------------------------------------------------------------------------------


def test_the_project_has_what_a_quarto_user_looks_for(project):
    shared = yaml.safe_load((project / "_quarto.yml").read_text(encoding="utf-8"))
    assert shared["project"] == {"type": "website", "output-dir": "_site"}
    assert shared["profile"] == {"group": [["zh", "en"]]}
    assert shared["format"]["planbook-html"]["theme"]["dark"] == ["default", "planbook.scss", "planbook-dark.scss"]
    zh = yaml.safe_load((project / "_quarto-zh.yml").read_text(encoding="utf-8"))
    assert zh["lang"] == "zh-Hans"
    assert zh["project"]["render"] == ["zh/index.qmd", "zh/indicators/i03.qmd", "zh/report.qmd"]
    site = zh["website"]
    assert {"text": "S", "href": "zh/index.qmd"} in site["sidebar"]["contents"]
    assert [entry["text"] for entry in site["navbar"]["right"][1]["menu"]] == ["中文", "English"]
    assert [entry["href"] for entry in site["navbar"]["right"][0]["menu"]] == [
        "zh/index.qmd",
        "editions/2022/zh/index.html",
    ]
    for name in ("list-table.lua", "report.typ", "site.js", "plotly.min.js", "fonts/NotoSerifCJKsc-Regular.otf"):
        assert (project / "_extensions" / "planbook" / name).is_file(), name
    front = yaml.safe_load((project / "zh" / "index.qmd").read_text(encoding="utf-8").split("---\n")[1])
    assert front["open-graph"]["title"] == "S" and front["open-graph"]["description"].startswith("d ")
    assert (project / "zh" / "charts" / "trend.svg").is_file()


def test_a_part_of_an_edition_leads_to_the_pages_that_stay(tmp_path):
    edition, (index, _) = make_edition("zh"), pages_in("zh")
    frame = EditionFrame(
        words=edition.words,
        edition=edition_facts(edition, edition.words),
        site_map=build_site_map(["index", "methods"], {"index": "S", "methods": "M"}),
        pages={"zh": frozenset({"index", "methods", "sources"})},
        other_years={},
        citation="c",
    )
    write_language(tmp_path, [index], frame, find_project(), "", with_report=False)
    site = yaml.safe_load((tmp_path / "_quarto-zh.yml").read_text(encoding="utf-8"))["website"]
    assert [entry["href"] for entry in site["sidebar"]["contents"]] == ["zh/index.qmd", "zh/methods.html"]
    assert site["announcement"]["content"].endswith("(/zh/sources.html)")


def test_the_checkout_s_own_settings_are_that_project_s_base_and_render_what_tells_of_it():
    base = yaml.safe_load((ROOT / "_quarto.yml").read_text(encoding="utf-8"))
    assert base["project"]["render"] == ["docs/quarto.md"] and (ROOT / "docs" / "quarto.md").is_file()
    assert base["execute"] == {"enabled": False}
    ignored = (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()
    assert {"notebooks/*.html", "notebooks/*_files/", "/.quarto/", "**/*.quarto_ipynb", "_build/"} <= set(
        ignored
    )  # else Quarto would add them


def test_the_theme_has_the_palette_and_the_article_s_rules(project):
    light = (project / "planbook.scss").read_text(encoding="utf-8")
    dark = (project / "planbook-dark.scss").read_text(encoding="utf-8")
    for text in (light, dark):
        assert text.index("/*-- scss:defaults --*/") < text.index("$body-bg") < text.index("/*-- scss:rules --*/")
    assert "main.content thead th" in light and ".chart-static svg" in light and ".masthead" not in light
