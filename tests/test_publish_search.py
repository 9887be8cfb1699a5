"""Pagefind's index is of the English pages, which are what it is asked about."""

import gzip
import json

from planbook.publish.search import index_pages

PAGE = (
    '<!DOCTYPE html><html lang="{}"><head><title>{}</title></head><body><main data-pagefind-body>'
    "<h1>{}</h1></main></body></html>"
)


def test_english_pages_are_indexed_and_chinese_ones_are_not(tmp_path):
    for language, tag, text in (("zh", "zh-Hans", "养老床位"), ("en", "en", "Care beds")):
        (tmp_path / language / "indicators").mkdir(parents=True)
        for place in ("index.html", "indicators/i01.html"):
            (tmp_path / language / place).write_text(PAGE.format(tag, text, text), encoding="utf-8")
    index_pages(tmp_path)
    entry = json.loads((tmp_path / "pagefind/pagefind-entry.json").read_text(encoding="utf-8"))
    assert {language: known["page_count"] for language, known in entry["languages"].items()} == {"en": 2}
    fragments = [gzip.decompress(path.read_bytes()) for path in (tmp_path / "pagefind/fragment").iterdir()]
    assert len(fragments) == 2
    assert all(b'"/en/' in fragment and "养老床位".encode() not in fragment for fragment in fragments)


def test_an_edition_without_english_pages_has_no_such_index(tmp_path):
    (tmp_path / "zh").mkdir()
    (tmp_path / "zh/index.html").write_text(PAGE.format("zh-Hans", "养老", "养老"), encoding="utf-8")
    index_pages(tmp_path)
    assert not (tmp_path / "pagefind").exists()
