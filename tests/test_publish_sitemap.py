from planbook.publish.sitemap import PageLink, build_site_map, kind_of

TITLES = {
    "index": "Summary",
    "03-indicators": "Indicators",
    "indicators/i01": "One",
    "indicators/i02": "Two",
    "methods": "M",
}
MAP = build_site_map(
    ["index", "01-review-13th", "03-indicators", "indicators/i01", "indicators/i02", "methods"], TITLES
)


def test_pages_that_were_not_made_are_not_in_the_navigation():
    assert [entry.address for entry in MAP.entries] == list(TITLES)


def test_indicator_pages_stand_under_their_chapter_and_the_current_page_is_marked():
    tree = MAP.tree("indicators/i02", "../")
    assert [item.title for item in tree] == ["Summary", "Indicators", "M"]
    children = tree[1].children
    assert [(child.href, child.current) for child in children] == [
        ("../indicators/i01.html", False),
        ("../indicators/i02.html", True),
    ]


def test_before_and_after_stay_within_the_level():
    assert MAP.beside("03-indicators", "", -1) == PageLink("Summary", "index.html")
    assert MAP.beside("03-indicators", "", +1) == PageLink("M", "methods.html")
    assert MAP.beside("indicators/i02", "../", +1) is None


def test_the_map_as_a_page_lists_indicator_pages_under_their_chapter():
    lines = MAP.markdown().splitlines()
    assert lines[1:3] == ["- [Indicators](03-indicators.html)", "    - [One](indicators/i01.html)"]


def test_a_page_outside_the_map_has_no_neighbours():
    assert MAP.beside("sitemap", "", +1) is None


def test_kinds_of_pages():
    assert [kind_of(address) for address in ("index", "02-situation", "indicators/i01", "yearbook/1-1", "methods")] == [
        "summary",
        "chapter",
        "indicator",
        "yearbook",
        "info",
    ]
