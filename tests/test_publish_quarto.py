"""Quarto's command line, its failures and its silent gaps, against a stand-in executable; once against a real one."""

import os
import shutil
from pathlib import Path

import pytest
import yaml
from quarto_stand_in import install_stand_in

from planbook.errors import PublishError
from planbook.publish.embedded import render_pages
from planbook.publish.page_files import PageFiles
from planbook.publish.pages import Page
from planbook.publish.quarto import (
    find_quarto,
    project_settings,
    render_pages_with_quarto,
    render_report_with_quarto,
)

BASE = Path(__file__).resolve().parents[1] / "_quarto.yml"
TEMPLATE = "<html><title>$title$</title><nav>$toc$</nav>$body$</html>"


@pytest.fixture
def stand_in(tmp_path, monkeypatch):
    folder = tmp_path / "bin"
    folder.mkdir()
    log = tmp_path / "calls.log"
    monkeypatch.setenv("QUARTO_PATH", str(install_stand_in(folder)))
    monkeypatch.setenv("STAND_IN_LOG", str(log))
    return log


@pytest.fixture
def staged(tmp_path):
    folder = tmp_path / "stage"
    pages = []
    for address in ("index", "indicators/i03"):
        source, template = folder / f"{address}.qmd", folder / "_shell" / f"{address}.html"
        source.parent.mkdir(parents=True, exist_ok=True)
        template.parent.mkdir(parents=True, exist_ok=True)
        up = "../" * address.count("/")
        front = yaml.safe_dump({"title": address, "format": {"html": {"template": f"{up}_shell/{address}.html"}}})
        body = "## 主要指标\n\n````{=html}\n<figure>x</figure>\n````\n"
        source.write_text(f"---\n{front}---\n\n{body}", encoding="utf-8")
        template.write_text(TEMPLATE, encoding="utf-8")
        page = Page(address, "zh", "chapter", address, "", "", "")
        pages.append(PageFiles(page, f"{address}.qmd", f"_shell/{address}.html"))
    return folder, pages


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


def test_an_old_quarto_is_refused_with_its_version(stand_in, monkeypatch):
    monkeypatch.setenv("STAND_IN_VERSION", "1.8.24")
    with pytest.raises(PublishError, match=r"Quarto is 1\.8\.24; 1\.9 or newer is needed"):
        find_quarto(required=True)


def test_the_staged_project_keeps_the_base_settings_and_executes_nothing(staged):
    settings = project_settings(BASE, staged[1])
    assert settings["project"]["type"] == "website"
    assert settings["project"]["render"] == ["index.qmd", "indicators/i03.qmd"]
    assert settings["execute"] == {"enabled": False}
    assert settings["format"]["html"]["html-math-method"] == "mathml"


def test_pages_through_quarto_are_the_pages_of_the_embedded_publisher(stand_in, staged, tmp_path):
    folder, pages = staged
    render_pages_with_quarto(find_quarto(required=True), BASE, pages, folder, tmp_path / "quarto")
    render_pages(pages, folder, tmp_path / "embedded", workers=1)
    for address in ("index.html", "indicators/i03.html"):
        through_quarto = (tmp_path / "quarto" / address).read_text(encoding="utf-8")
        assert through_quarto == (tmp_path / "embedded" / address).read_text(encoding="utf-8")
        assert "<figure>x</figure>" in through_quarto
    assert stand_in.read_text().splitlines()[-1] == "render . --to html --log-level warning"


def test_a_failing_quarto_shows_the_lines_from_its_error_on(stand_in, staged, monkeypatch, tmp_path):
    quarto = find_quarto(required=True)
    monkeypatch.setenv("STAND_IN", "fail")
    with pytest.raises(PublishError) as caught:
        render_pages_with_quarto(quarto, BASE, staged[1], staged[0], tmp_path / "out")
    lines = str(caught.value).splitlines()
    assert lines[0] == "Quarto 1.9.38 failed (exit 1):"
    assert lines[1] == "  ERROR: In file _quarto.yml"
    assert "property name wrong is invalid" in lines[2]
    assert len(lines) <= 13


def test_the_first_error_is_shown_not_only_the_closing_one(stand_in, tmp_path):
    (tmp_path / "report.qmd").write_text('---\ntoc-depth: "2"\n---\n')
    with pytest.raises(PublishError) as caught:
        render_report_with_quarto(find_quarto(required=True), tmp_path, "report.qmd", "report.pdf")
    assert str(caught.value).splitlines()[1:] == [
        "  ERROR: Field \"toc-depth\" has value '2', which must instead be a number",
        "  ERROR: Render failed due to invalid YAML.",
    ]


def test_tables_of_raw_html_are_left_to_our_filters(stand_in, staged, tmp_path):
    folder, pages = staged
    source = folder / pages[0].source
    source.write_text(
        source.read_text(encoding="utf-8") + '\n````{=html}\n<table id="t"><tr><td>1</td></tr></table>\n````\n',
        encoding="utf-8",
    )
    render_pages_with_quarto(find_quarto(required=True), BASE, pages, folder, tmp_path / "out")
    assert '<table id="t">' in (tmp_path / "out" / "index.html").read_text(encoding="utf-8")


def test_a_page_that_quarto_leaves_out_in_silence_is_noticed(stand_in, staged, monkeypatch, tmp_path):
    quarto = find_quarto(required=True)
    monkeypatch.setenv("STAND_IN", "skip")
    with pytest.raises(PublishError, match="left out 1 of 2: index.html"):
        render_pages_with_quarto(quarto, BASE, staged[1], staged[0], tmp_path / "out")


def test_a_report_that_quarto_does_not_make_is_noticed(stand_in, monkeypatch, tmp_path):
    quarto = find_quarto(required=True)
    (tmp_path / "report.qmd").write_text("---\ntitle: x\n---\n")
    assert render_report_with_quarto(quarto, tmp_path, "report.qmd", "report.pdf").read_bytes().startswith(b"%PDF")
    monkeypatch.setenv("STAND_IN", "skip")
    with pytest.raises(PublishError, match="left out 1 of 1: report.pdf"):
        render_report_with_quarto(quarto, tmp_path, "report.qmd", "report.pdf")


@pytest.mark.skipif(
    shutil.which(os.environ.get("QUARTO_PATH", "quarto")) is None,
    reason="Quarto itself is not installed here (it is in no package registry)",
)
def test_pages_through_a_real_quarto_hold_what_the_embedded_ones_hold(staged, tmp_path):
    folder, pages = staged
    render_pages_with_quarto(find_quarto(required=True), BASE, pages, folder, tmp_path / "quarto")
    for address in ("index.html", "indicators/i03.html"):
        html = (tmp_path / "quarto" / address).read_text(encoding="utf-8")
        assert "<figure>x</figure>" in html and "主要指标" in html and "https://" not in html
