"""The page that lists the editions, its feed, and the script that tells older pages of newer ones."""

import json
import re
import xml.etree.ElementTree as ET
from dataclasses import replace
from datetime import date

from builders import make_manifest

from planbook.model import EditionKind
from planbook.paths import find_project
from planbook.publish.front_page import publish_front_page
from planbook.publish.manifest import write_manifest


def publish(site, *years_and_kinds):
    for year, kind in years_and_kinds:
        folder = site / str(year)
        folder.mkdir(parents=True)
        write_manifest(folder, make_manifest(year=year, kind=EditionKind(kind)))
    publish_front_page(site, find_project())


def test_editions_stand_newest_first_in_both_languages(tmp_path):
    publish(tmp_path, (2022, "monitoring"), (2023, "mid_term"))
    html = (tmp_path / "index.html").read_text(encoding="utf-8")
    assert html.index("2023/zh/index.html") < html.index("2022/zh/index.html")
    assert "Report 2023" in html and "2023年报告" in html
    assert "2023/report-en.pdf" in html


def test_verdicts_are_named_as_that_kind_of_edition_names_them_and_empty_ones_left_out(tmp_path):
    publish(tmp_path, (2025, "final"))
    html = (tmp_path / "index.html").read_text(encoding="utf-8")
    assert "target met" in html and "achieved ahead" not in html
    assert "not reported" not in html and "ahead of pace" not in html


def test_each_edition_opens_with_its_conclusion_and_says_what_will_be_missed(tmp_path):
    publish(tmp_path, (2023, "mid_term"))
    html, feed = ((tmp_path / name).read_text(encoding="utf-8") for name in ("index.html", "feed.xml"))
    assert html.index("一项滞后。") < html.index("ahead") and "unlikely to be met" in html
    assert (
        '<summary xml:lang="en">One lagged. Figures, columns and sentences marked ◇' in feed
    )  # a reader shows no banner


def test_counts_have_the_colours_of_their_classes_and_what_needs_attention_stands_first(tmp_path):
    publish(tmp_path, (2023, "mid_term"))
    html = (tmp_path / "index.html").read_text(encoding="utf-8")
    classes = re.findall(r'<li class="(\w+ (?:verdict|outlook)-[\w-]+)">', html)
    assert classes and all(name.split()[1].startswith(f"{name.split()[0]}-") for name in classes)  # as looks.css has it
    verdicts = [name for name in classes if name.startswith("verdict ")]
    assert verdicts[0] == "verdict verdict-lagging" and verdicts[-1] != "verdict verdict-lagging"
    assert "outlook outlook-unlikely" in classes


def test_reports_in_chinese_stand_before_those_in_english(tmp_path):
    folder = tmp_path / "2023"
    folder.mkdir()
    names = ("brief-en.pdf", "brief-zh.pdf", "report-en.docx", "report-en.pdf", "report-zh.docx", "report-zh.pdf")
    manifest = make_manifest(year=2023, kind=EditionKind.MID_TERM)
    write_manifest(folder, replace(manifest, outputs=dict.fromkeys(names, "0" * 64)))
    publish_front_page(tmp_path, find_project())
    html = (tmp_path / "index.html").read_text(encoding="utf-8")
    told = [name for name in re.findall(r'href="2023/([\w.-]+)"', html) if name in names]
    assert told == [
        "brief-zh.pdf",
        "brief-en.pdf",
        "report-zh.docx",
        "report-zh.pdf",
        "report-en.docx",
        "report-en.pdf",
    ]


def test_a_finished_plan_has_no_outlook(tmp_path):
    publish(tmp_path, (2025, "final"))
    assert "outlook-" not in (tmp_path / "index.html").read_text(encoding="utf-8")


def test_the_feed_has_an_entry_for_each_edition_and_language(tmp_path):
    publish(tmp_path, (2022, "monitoring"), (2023, "mid_term"))
    feed = ET.parse(tmp_path / "feed.xml").getroot()
    atom = "{http://www.w3.org/2005/Atom}"
    links = [entry.find(f"{atom}link").get("href") for entry in feed.findall(f"{atom}entry")]
    assert links == ["2023/zh/index.html", "2023/en/index.html", "2022/zh/index.html", "2022/en/index.html"]
    assert len({entry.find(f"{atom}id").text for entry in feed.findall(f"{atom}entry")}) == 4


def test_older_pages_learn_of_newer_editions_from_a_script(tmp_path):
    publish(tmp_path, (2022, "monitoring"), (2023, "mid_term"))
    text = (tmp_path / "editions.js").read_text(encoding="utf-8")
    editions = json.loads(text.removeprefix("window.planbookEditions = ").rstrip().removesuffix(";"))
    assert [edition["year"] for edition in editions] == [2023, 2022]
    assert editions[0]["pages"] == ["en/03-indicators", "en/index", "zh/index"]


def test_the_edition_of_the_middle_of_a_year_stands_beside_that_of_its_end(tmp_path):
    publish(tmp_path, (2022, "monitoring"), (2023, "mid_term"))
    middle = make_manifest(year=2023, month=6, cut_off=date(2023, 6, 30))
    (tmp_path / "2023-06").mkdir()
    write_manifest(tmp_path / "2023-06", middle)
    publish_front_page(tmp_path, find_project())
    html = (tmp_path / "index.html").read_text(encoding="utf-8")
    places = [html.index(f'"{name}/zh/index.html"') for name in ("2023", "2023-06", "2022")]
    assert places == sorted(places)  # the latest figures first
    script = (tmp_path / "editions.js").read_text(encoding="utf-8")
    assert [one["name"] for one in json.loads(script[script.index("[") : -2])] == ["2023", "2023-06", "2022"]
