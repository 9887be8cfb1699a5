"""The site on loopback: what is answered, and to whom; what is saved is told to the browser."""

import contextlib
import functools
import http.client
import json
import threading
import urllib.error
import urllib.request
from types import SimpleNamespace

import pytest

from planbook.cli.serve import CHANGES, LOOPBACK, RELOAD, _bind, _Handler, _PreviewHandler
from planbook.errors import InputError, PublishError
from planbook.publish.preview import replace_prose


@pytest.fixture
def ask(tmp_path):
    """(status, text) of an address of a small site, asked of a host's name."""
    (tmp_path / "2023").mkdir()
    (tmp_path / "2023" / "page.html").write_text("<p>9,371 beds</p>", encoding="utf-8")
    (tmp_path / "404.html").write_text("<style>p { width: 50% }</style><p>没有这一页</p>", encoding="utf-8")
    with _bind(0, functools.partial(_Handler, directory=str(tmp_path))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()

        def get(address: str, host: str = "") -> tuple[int, str]:
            with contextlib.closing(http.client.HTTPConnection(LOOPBACK, server.server_port, timeout=10)) as connection:
                connection.request("GET", address, headers={"Host": host} if host else {})
                answer = connection.getresponse()
                return answer.status, answer.read().decode("utf-8")

        get.port = server.server_port
        yield get
        server.shutdown()


def test_a_page_is_answered_on_this_machine(ask):
    assert ask("/2023/page.html") == (200, "<p>9,371 beds</p>")
    assert ask("/2023/page.html", f"localhost:{ask.port}")[0] == 200


@pytest.mark.parametrize("host", ["evil.example", "evil.example:8000", "127.0.0.1.evil.example"])
def test_another_host_s_name_that_leads_here_is_refused(host, ask):
    status, text = ask("/2023/page.html", host)
    assert status == 421 and "9,371" not in text


@pytest.mark.parametrize("address", ["/2023/none.html", "/2023/", "/../../etc/passwd"])
def test_an_address_that_leads_nowhere_and_a_folder_get_the_site_s_own_page(address, ask):
    status, text = ask(address)
    assert status == 404 and "没有这一页" in text and "width: 50% }" in text


def test_a_link_that_leads_out_of_the_site_is_not_followed(ask, tmp_path, tmp_path_factory):
    outside = tmp_path_factory.mktemp("outside")
    (outside / "secret.html").write_text("secret", encoding="utf-8")
    (tmp_path / "2023" / "file.html").symlink_to(outside / "secret.html")
    (tmp_path / "2023" / "folder").symlink_to(outside)
    (tmp_path / "2023" / "inside.html").symlink_to(tmp_path / "2023" / "page.html")
    for address in ("/2023/file.html", "/2023/folder/secret.html"):
        status, text = ask(address)
        assert status == 404 and "secret" not in text
    assert ask("/2023/inside.html") == (200, "<p>9,371 beds</p>")


def test_every_answer_says_that_no_other_site_may_show_it_and_what_kind_it_is(ask):
    for address in ("/2023/page.html", "/2023/none.html"):
        with contextlib.closing(http.client.HTTPConnection(LOOPBACK, ask.port, timeout=10)) as connection:
            connection.request("GET", address)
            answer = connection.getresponse()
            answer.read()
        assert answer.headers["Content-Security-Policy"] == "frame-ancestors 'self'"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_a_taken_port_is_wrong_input_and_costs_no_build(ask):
    with pytest.raises(InputError, match=f"--port: the site cannot be served; found port {ask.port}"):
        _bind(ask.port, _Handler)


class MadeAnew:
    """A preview whose page is what a test says."""

    def __init__(self, folder):
        self.folder, self.has_changed, self.wrong = folder, False, None

    def expect(self, path):
        pass

    def page(self, path):
        if self.wrong is not None:
            raise self.wrong
        made = self.folder / path
        return made if self.has_changed and made.is_file() else None


@pytest.fixture
def previewed(tmp_path):
    site, assets = tmp_path / "site", tmp_path / "assets"
    for folder in (site / "2023/zh", site / "2023/assets", tmp_path / "made/zh", assets):
        folder.mkdir(parents=True)
    (site / "2023/zh/index.html").write_text("<html><body><p>before</p></body></html>", encoding="utf-8")
    (site / "2023/assets/site.css").write_text("/* built */", encoding="utf-8")
    (site / "2023/assets/looks.css").write_text("/* made */", encoding="utf-8")
    (assets / "site.css").write_text("/* saved */", encoding="utf-8")
    (tmp_path / "made/zh/index.html").write_text("<html><body><p>after</p></body></html>", encoding="utf-8")
    preview, saved = MadeAnew(tmp_path / "made"), threading.Condition()
    more = {"preview": preview, "edition": "2023", "assets": assets, "saved": saved, "say": lambda line: None}
    with _bind(0, functools.partial(_PreviewHandler, directory=str(site), **more)) as server:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()

        def get(address, host="localhost"):
            asked = urllib.request.Request(f"http://{LOOPBACK}:{server.server_port}{address}", headers={"Host": host})
            with urllib.request.urlopen(asked, timeout=10) as answer:
                return answer.read().decode("utf-8")

        yield SimpleNamespace(get=get, preview=preview, saved=saved, port=server.server_port)
        server.shutdown()
        for _ in range(10):  # who listened has gone, which is noticed when they are told something
            with saved:
                saved.notify_all()
            threading.Event().wait(0.02)


def test_a_page_is_that_of_the_edition_until_something_is_saved(previewed):
    page = previewed.get("/2023/zh/index.html")
    assert "before" in page and f'<script src="{RELOAD}"></script></body>' in page
    assert CHANGES in previewed.get(RELOAD)
    previewed.preview.has_changed = True
    assert "after" in previewed.get("/2023/zh/index.html?x=1")


def test_what_a_page_says_it_may_do_is_said_of_it_by_the_answer_too(previewed):
    policy = "default-src 'none'; script-src 'self' file: 'wasm-unsafe-eval'"
    page = f'<html><head><meta http-equiv="Content-Security-Policy" content="{policy}"></head><body></body></html>'
    (previewed.preview.folder / "zh/index.html").write_text(page, encoding="utf-8")
    previewed.preview.has_changed = True
    with urllib.request.urlopen(f"http://localhost:{previewed.port}/2023/zh/index.html", timeout=10) as answer:
        said = answer.headers["Content-Security-Policy"]
    assert said == "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; frame-ancestors 'self'"


def test_what_cannot_be_made_is_told_on_the_page_that_stands(previewed):
    previewed.preview.wrong = PublishError("pandoc failed on <b>")
    page = previewed.get("/2023/zh/index.html")
    assert "before" in page and page.index("pandoc failed on &lt;b&gt;") < page.index("before")


def test_a_style_that_is_saved_shows_without_a_build_and_one_that_is_made_stays(previewed):
    assert previewed.get("/2023/assets/site.css") == "/* saved */"
    assert previewed.get("/2023/assets/looks.css") == "/* made */"


def test_the_browser_is_told_of_a_save_and_another_host_is_not(previewed):
    with pytest.raises(urllib.error.HTTPError) as refused:
        previewed.get(CHANGES, "evil.example")
    assert refused.value.code == 421
    refused.value.close()
    with urllib.request.urlopen(f"http://localhost:{previewed.port}{CHANGES}", timeout=10) as told:
        assert told.readline() == b": listening\n"
        told.readline()
        for _ in range(50):  # until the server waits
            with previewed.saved:
                previewed.saved.notify_all()
            threading.Event().wait(0.02)
        assert told.readline() == b"data: saved\n"


def cell(kind, source, *tags):
    return {"cell_type": kind, "source": source, "metadata": {"tags": list(tags)}}


EXECUTED = {
    "cells": [
        cell("code", "year = 2023", "parameters"),
        cell("code", "year = 2022", "injected-parameters"),
        cell("markdown", "## 床位", "zh"),
        {**cell("code", "1 + 1"), "outputs": ["2"]},
    ]
}


def source(*cells):
    return json.dumps({"cells": [cell("code", "year = 2023", "parameters"), *cells]})


def test_new_prose_takes_its_place_in_what_the_last_run_showed():
    now = source(cell("markdown", "## 养老床位", "zh"), cell("markdown", "## Beds", "en"), cell("code", "1 + 1"))
    made = json.loads(replace_prose(json.dumps(EXECUTED), now, "zh"))
    assert [one["source"] for one in made["cells"]] == ["year = 2023", "year = 2022", "## 养老床位", "1 + 1"]
    assert made["cells"][-1]["outputs"] == ["2"]


@pytest.mark.parametrize(
    "cells",
    [
        [cell("markdown", "## 床位", "zh"), cell("code", "1 + 2")],
        [cell("markdown", "## 床位", "zh"), cell("markdown", "又", "zh"), cell("code", "1 + 1")],
        [cell("code", "1 + 1"), cell("markdown", "## 床位", "zh")],
        [cell("markdown", "## 床位", "zh"), cell("code", "1 + 1", "computation")],
    ],
    ids=["other code", "another cell", "another order", "another tag"],
)
def test_where_more_than_prose_has_changed_the_notebook_runs_again(cells):
    assert replace_prose(json.dumps(EXECUTED), source(*cells), "zh") is None
