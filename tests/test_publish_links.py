"""A link that leads nowhere and a request to another host are both found."""

from planbook.publish.links import find_broken_links, find_foreign_requests, find_markup_faults, take_away_links


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


def faults(tmp_path, html):
    write(tmp_path, "a.html", html)
    return [fault for _, fault in find_markup_faults(tmp_path)]


def test_a_sound_page_has_no_faults(tmp_path):
    html = '<!DOCTYPE html><h2 id="t">x</h2><div aria-labelledby="t"></div><a href="#t">x</a><a href="#">top</a>'
    assert faults(tmp_path, html) == []


def test_a_page_without_doctype_is_found(tmp_path):
    assert faults(tmp_path, "<html><p>x</p></html>") == ["has no <!DOCTYPE html>"]


def test_an_id_that_is_there_twice_is_found(tmp_path):
    assert faults(tmp_path, '<!DOCTYPE html><p id="a"></p><p id="a"></p>') == ['has the id "a" 2 times']


def test_names_and_links_that_lead_to_no_id_are_found(tmp_path):
    html = '<!DOCTYPE html><div aria-labelledby="x-caption"></div><a href="#%E8%A1%A8">x</a>'
    assert faults(tmp_path, html) == [
        'aria-labelledby names "x-caption", an id it has not',
        'href names "表", an id it has not',
    ]


def test_links_of_a_part_are_taken_away_where_they_lead_to_the_rest(tmp_path):
    here = '<a class="x" href="b.html">B</a>'
    (tmp_path / "a.html").write_text(f'<p>{here} <a title="t" href="gone.html"><b>Gone</b></a></p>', encoding="utf-8")
    (tmp_path / "b.html").write_text("<p></p>", encoding="utf-8")
    take_away_links(tmp_path)
    assert (tmp_path / "a.html").read_text(encoding="utf-8") == f"<p>{here} <span><b>Gone</b></span></p>"
