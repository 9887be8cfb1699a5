"""A link that leads nowhere and a request to another host are both found."""

from planbook.publish.links import find_broken_links, find_foreign_requests


def write(folder, name, html):
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(html, encoding="utf-8")


def test_broken_links_are_found_and_good_ones_are_not(tmp_path):
    write(tmp_path, "zh/index.html", '<a href="../en/index.html">x</a><a href="missing.html#a">x</a><a href="#b">x</a>')
    write(tmp_path, "en/index.html", '<a href="../zh/index.html?x=1">x</a><img src="../charts/none.svg">')
    found = [(page.relative_to(tmp_path).as_posix(), address) for page, address in find_broken_links(tmp_path)]
    assert found == [("en/index.html", "../charts/none.svg"), ("zh/index.html", "missing.html#a")]


def test_links_to_other_editions_and_other_sites_are_not_followed(tmp_path):
    write(
        tmp_path, "2023/zh/index.html", '<a href="../../2022/zh/index.html">x</a><a href="https://example.org/">x</a>'
    )
    assert list(find_broken_links(tmp_path / "2023")) == []


def test_what_a_browser_fetches_from_another_host_is_found(tmp_path):
    write(
        tmp_path,
        "a.html",
        '<script src="https://cdn.example/x.js"></script><link rel="stylesheet" href="//fonts.example/f.css">'
        '<link rel="alternate" href="https://example.org/feed"><a href="https://example.org/">x</a>'
        '<img src="data:image/png;base64,AA"><script src="site.js"></script>',
    )
    assert [address for _, address in find_foreign_requests(tmp_path)] == [
        "https://cdn.example/x.js",
        "//fonts.example/f.css",
    ]
