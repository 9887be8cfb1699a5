"""The text that Chinese search looks through is that of the pages."""

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from planbook.paths import find_project
from planbook.publish.chinese_search import INDEX, page_texts, write_chinese_index

PAGE = """<!DOCTYPE html><html lang="zh-Hans"><head><title>社会福利</title></head><body>
<header data-pagefind-ignore="all">页眉</header>
<article data-pagefind-body{more}><p class="running-head" data-pagefind-ignore="all">规划</p><h1>社会福利</h1>
<p>全区<b>日</b>间<em>照护</em>场所 40 家，ＡＢＣ。</p>
<section id="beds"><h2>养老床位</h2><p>护理型床位</p><table class="chart-data"><tr><td>隐藏</td></tr></table>
<details><summary>定义</summary><p>见低保标准</p></details></section></article>
<footer data-pagefind-ignore="all">页脚</footer></body></html>"""
SEARCH = """
const fs = require("fs");
const script = fs.readFileSync(process.argv[1], "utf8");
const part = script.slice(script.indexOf("const escapeText"), script.indexOf("/* ---- Search: read only"));
const edition = new URL("http://localhost/2023/");
const search = new Function("edition", part + "; return chineseSearch;")(edition);
const text = fs.readFileSync(process.argv[2], "utf8");
const pages = JSON.parse(text.slice(text.indexOf("["), text.lastIndexOf("]") + 1));
const asked = JSON.parse(process.argv[3]);
(async () => {
  const found = {};
  for (const query of asked) {
    const hits = ["indicator", "other"].flatMap((kind) =>
      search(pages).search(query, { filters: kind === "indicator" ? { kind } : { not: {} } }).results);
    found[query] = await Promise.all(hits.map((hit) => hit.data()));
  }
  console.log(JSON.stringify(found));
})();
"""


@pytest.fixture
def edition(tmp_path):
    (tmp_path / "zh" / "indicators").mkdir(parents=True)
    (tmp_path / "en").mkdir()
    (tmp_path / "zh" / "04.html").write_text(PAGE.replace("{more}", ""), encoding="utf-8")
    other = PAGE.replace("{more}", ' data-pagefind-filter="kind:indicator"').replace(
        "日</b>间<em>照护", "老</b>年<em>助餐"
    )
    (tmp_path / "zh" / "indicators" / "i01.html").write_text(other, encoding="utf-8")
    (tmp_path / "en" / "04.html").write_text(PAGE.replace("{more}", ""), encoding="utf-8")
    return tmp_path


def test_each_chinese_page_is_there_with_its_sections_as_they_read(edition):
    first, second = page_texts(edition)
    assert first == {
        "url": "zh/04.html",
        "title": "社会福利",
        "indicator": False,
        "sections": [
            ["", "社会福利", "全区日间照护场所 40 家，ABC。"],
            ["beds", "养老床位", "护理型床位 定义 见低保标准"],
        ],
    }
    assert second["url"] == "zh/indicators/i01.html"
    assert second["indicator"] is True


def test_the_index_is_a_script_that_says_no_more_than_the_pages_and_the_same_twice(edition):
    write_chinese_index(edition)
    text = (edition / INDEX).read_text(encoding="utf-8")
    assert json.loads(text.removeprefix("window.planbookPages=").removesuffix(";\n")) == list(page_texts(edition))
    assert not re.search("规划|页脚|隐藏|页眉", text)
    write_chinese_index(edition)
    assert (edition / INDEX).read_text(encoding="utf-8") == text


def test_text_keeps_its_order_through_marks_comments_and_blocks(tmp_path):
    (tmp_path / "zh").mkdir()
    page = (
        "<html><body><article data-pagefind-body><h2>甲<b>乙</b>丙</h2>丁<p>一<b>二<i>三</i>四</b>五<!-- 注 -->六</p>七"
        "<ul><li>八</li><li>九</li></ul></article></body></html>"
    )
    (tmp_path / "zh" / "a.html").write_text(page, encoding="utf-8")
    assert [page["sections"] for page in page_texts(tmp_path)] == [[["", "甲乙丙", "丁 一二三四五六 七 八 九"]]]


def test_an_edition_without_chinese_pages_has_no_index(edition):
    shutil.rmtree(edition / "zh")
    write_chinese_index(edition)
    assert not (edition / INDEX).exists()


@pytest.mark.skipif(shutil.which("node") is None, reason="there is no node to run the page's script in")
def test_every_page_that_holds_the_words_is_found_and_no_other(edition):
    write_chinese_index(edition)
    asked = ["日间照护", "助餐", "床位", "４０家", "abc", "护理型 低保", "日照", "<b>", "社会福利"]
    script = Path(find_project().root) / "site" / "assets" / "site.js"
    run = subprocess.run(
        ["node", "-e", SEARCH, str(script), str(edition / INDEX), json.dumps(asked)], capture_output=True, check=True
    )
    found = json.loads(run.stdout)
    addresses = {query: [hit["url"].rpartition("/2023/")[2] for hit in hits] for query, hits in found.items()}
    both = ["zh/indicators/i01.html", "zh/04.html"]
    assert addresses == {
        "日间照护": ["zh/04.html"],
        "助餐": ["zh/indicators/i01.html"],
        "床位": both,
        "４０家": both,
        "abc": both,
        "护理型 低保": both,
        "日照": [],
        "<b>": [],
        "社会福利": both,
    }
    assert found["日间照护"][0]["sub_results"][0]["excerpt"].count("<mark>日间照护</mark>") == 1
