"""The whole way, on a small invented plan of another county: from its data folder to the published edition."""

import csv
import hashlib
import json
import shutil
from html.parser import HTMLParser
from pathlib import Path

import pytest

from planbook.cli import main
from planbook.publish.links import find_broken_links, find_foreign_requests
from planbook.publish.materials import PRINT_FONTS

ROOT = Path(__file__).resolve().parents[1]
SMALL = ROOT / "tests" / "fixtures" / "small_plan"
MARK = "◇"


def build(out: Path, *options: str, data: Path = SMALL) -> Path:
    assert main(["--year", "2023", "--data", str(data), "--out", str(out), "--publisher", "embedded", *options]) == 0
    return out / "2023"


def contents(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


class ForeignText(HTMLParser):
    """Chinese text of an English page that no `lang` attribute announces."""

    VOID = {"meta", "link", "br", "img", "input", "hr", "path", "circle", "rect", "line", "use"}

    def __init__(self):
        super().__init__()
        self.languages, self.skipping, self.found = [""], 0, []

    def handle_starttag(self, tag, attributes):
        if tag in self.VOID:
            return
        self.languages.append(dict(attributes).get("lang") or self.languages[-1])
        self.skipping += tag in ("script", "style")

    def handle_startendtag(self, tag, attributes):
        pass

    def handle_endtag(self, tag):
        if tag not in self.VOID and len(self.languages) > 1:
            self.languages.pop()
            self.skipping -= tag in ("script", "style")

    def handle_data(self, data):
        if not self.skipping and not self.languages[-1].startswith("zh"):
            chinese = "".join(c for c in data if "\u4e00" <= c <= "\u9fff")
            if chinese:
                self.found.append(data.strip())


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    out = tmp_path_factory.mktemp("site")
    build(out, "--format", "html,pdf")
    return out


def test_an_edition_holds_what_the_design_promises(site):
    edition = site / "2023"
    for language in ("zh", "en"):
        for page in ("index", "03-indicators", "methods", "sources", "glossary"):
            assert (edition / language / f"{page}.html").is_file(), page
        assert (edition / f"report-{language}.pdf").read_bytes().startswith(b"%PDF-")
        assert (edition / "notebooks" / language / "00-summary.ipynb").is_file()
    with (SMALL / "plan" / "indicators.csv").open(encoding="utf-8") as file:
        ids = [row["indicator_id"] for row in csv.DictReader(file)]
    assert sorted(path.stem for path in (edition / "zh" / "indicators").iterdir()) == sorted(ids)
    with (edition / "data" / "assessments.csv").open(encoding="utf-8-sig") as file:
        assert [row["indicator_id"] for row in csv.DictReader(file)] == ids
    for name in ("index.html", "404.html", "feed.xml", "editions.js"):
        assert (site / name).is_file(), name


def test_chapters_that_this_plan_does_not_have_are_not_there(site):
    assert not (site / "2023" / "zh" / "05-safeguards.html").exists()
    assert "05-safeguards" not in (site / "2023" / "zh" / "index.html").read_text(encoding="utf-8")


def test_every_link_leads_somewhere_and_nothing_is_asked_of_another_host(site):
    assert list(find_broken_links(site)) == []
    assert list(find_foreign_requests(site)) == []


def test_the_manifest_lists_every_file_with_its_checksum(site):
    manifest = json.loads((site / "2023" / "manifest.json").read_text(encoding="utf-8"))
    made = contents(site / "2023")
    made.pop("manifest.json")
    assert manifest["outputs"] == made
    assert sum(manifest["verdicts"].values()) == 3


def test_illustrative_figures_say_so_on_every_page_and_in_the_report(site):
    for page in (site / "2023").glob("??/*.html"):
        text = page.read_text(encoding="utf-8")
        assert 'class="banner"' in text, page
    import pypdf

    first = pypdf.PdfReader(site / "2023" / "report-en.pdf").pages[0].extract_text()
    assert "illustrative data" in first


def test_the_reports_hold_only_fonts_that_the_bill_of_materials_names(site):
    import pypdf

    found = {
        str(font.get_object()["/BaseFont"]).partition("+")[2]
        for report in (site / "2023").glob("report-*.pdf")
        for page in pypdf.PdfReader(report).pages
        for font in page["/Resources"].get("/Font", {}).values()
    }
    assert any(font.startswith("NotoSerifCJKsc") for font in found)
    assert all(font.startswith(tuple(PRINT_FONTS)) for font in found), found


def test_an_english_page_announces_every_chinese_name(site):
    found = {}
    for page in (site / "2023" / "en").rglob("*.html"):
        parser = ForeignText()
        parser.feed(page.read_text(encoding="utf-8"))
        texts = [text for text in parser.found if text not in ("中文",)]
        if texts:
            found[page.name] = texts[:3]
    assert found == {}


def test_the_same_input_gives_the_same_bytes(site, tmp_path):
    again = build(tmp_path, "--format", "html,pdf", "--force")
    first, second = contents(site / "2023"), contents(again)
    assert [name for name in first if first[name] != second.get(name)] == []
    assert first.keys() == second.keys()


def test_without_illustrative_figures_nothing_carries_the_mark_and_pages_stay_whole(tmp_path):
    edition = build(tmp_path, "--official-only", "--format", "html", "--lang", "en")
    summary = (edition / "en" / "index.html").read_text(encoding="utf-8")
    assert 'class="banner"' not in summary
    assert "not reported" in summary
    for page in (edition / "en" / "indicators").iterdir():
        assert 'class="illustrative"' not in page.read_text(encoding="utf-8"), page


def test_building_one_language_keeps_the_other(site, tmp_path):
    out = tmp_path / "site"
    shutil.copytree(site, out)
    before = contents(out / "2023")
    build(out, "--lang", "zh", "--format", "html")
    after = contents(out / "2023")
    assert after["en/index.html"] == before["en/index.html"]
    assert {name for name in set(before) - set(after) if not name.startswith("pagefind/")} == set()


def test_building_the_pages_alone_keeps_the_reports(site, tmp_path):
    out = tmp_path / "site"
    shutil.copytree(site, out)
    (out / "2023" / "zh" / "left-over.html").write_text("<p>of an earlier build</p>")
    build(out, "--format", "html")
    assert (out / "2023" / "report-zh.pdf").read_bytes() == (site / "2023" / "report-zh.pdf").read_bytes()
    assert not (out / "2023" / "zh" / "left-over.html").exists()
    assert 'href="../report-zh.pdf"' in (out / "2023" / "zh" / "index.html").read_text(encoding="utf-8")


def test_a_part_of_another_plan_is_not_put_into_an_edition(site, tmp_path, capsys):
    out = tmp_path / "site"
    shutil.copytree(site, out)
    before = contents(out)
    options = ["--year", "2023", "--only", "glossary", "--lang", "en", "--format", "html", "--out", str(out)]
    assert main(options) == 2
    assert "would stay that does not go with the rest" in capsys.readouterr().err
    assert contents(out) == before


def test_what_is_kept_is_named_in_the_manifest(site, tmp_path):
    out = tmp_path / "site"
    shutil.copytree(site, out)
    build(out, "--only", "glossary", "--lang", "en", "--format", "html")
    manifest = json.loads((out / "2023" / "manifest.json").read_text(encoding="utf-8"))
    kept = set(manifest["kept"])
    assert {"zh/index.html", "zh/glossary.html", "en/index.html", "report-zh.pdf"} <= kept
    assert "en/glossary.html" not in kept and "en/sitemap.html" not in kept
    whole = json.loads((site / "2023" / "manifest.json").read_text(encoding="utf-8"))
    assert whole["kept"] == []


def test_a_failing_notebook_ends_with_3_and_leaves_the_edition_as_it_was(site, tmp_path, capsys, monkeypatch):
    from planbook.run import pool

    out = tmp_path / "site"
    shutil.copytree(site, out)
    before = contents(out)

    def failing(notebook, parameters, folder, *others, **options):
        from planbook.errors import NotebookError

        raise NotebookError(Path(notebook).stem, parameters["lang"], 3, "KeyError: 'beds'", "a traceback")

    monkeypatch.setattr(pool, "run_notebook", failing)
    assert main(["--year", "2023", "--data", str(SMALL), "--out", str(out), "--force"]) == 3
    said = capsys.readouterr().err
    assert "cell 3: KeyError: 'beds'" in said and "a traceback" in said
    assert contents(out) == before


def test_what_was_altered_by_hand_is_told_from_what_the_inputs_give(site, tmp_path, capsys):
    out = tmp_path / "site"
    shutil.copytree(site, out)
    page = out / "2023" / "en" / "glossary.html"
    page.write_text(page.read_text(encoding="utf-8").replace("<main", "<p>More</p><main", 1), encoding="utf-8")
    (out / "2023" / "more.html").write_text("more")
    (out / "2023" / "zh" / "index.html").unlink()
    assert main(["verify", "--year", "2023", "--data", str(SMALL), "--out", str(out), "--messages", "en"]) == 4
    said = capsys.readouterr().err.splitlines()
    assert said[0] == "6 differences from what the inputs give:"
    assert [line.partition(":")[0] for line in said[1:]] == sorted(
        ["en/glossary.html", "more.html", "zh/index.html"]
    ) * 2
    assert "differs in line" in said[4] and "<p>More</p>" in said[4]
    assert "stands there and is not made" in said[5] and "is made and does not stand there" in said[6]


def test_each_build_leaves_a_log_and_a_summary_beside_the_edition(site):
    folder = ROOT / "_build" / "logs" / "2023"
    summaries = [json.loads(path.read_text(encoding="utf-8")) for path in folder.glob("*.json")]
    [summary] = [one for one in summaries if one["place"] == str(site / "2023") and one["steps"]]
    assert (summary["exit_code"], summary["error"]) == (0, None)
    assert [step["step"] for step in summary["steps"]][:2] == ["Checking", "Running notebooks"]
    assert len(summary["inputs"]["data/observations/2023.csv"]) == 64
    ran, taken = summary["notebooks"]["run"], summary["notebooks"]["taken_over"]
    assert len(ran) + taken == 26 and summary["versions"]["pandas"]
    assert any("carries no cause" in line for line in summary["warnings"])
