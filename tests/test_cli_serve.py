"""The site on loopback: what is answered, and to whom."""

import functools
import http.client
import threading

import pytest

from planbook.cli.serve import LOOPBACK, _bind, _Handler
from planbook.errors import InputError


@pytest.fixture
def ask(tmp_path):
    """(status, text) of an address of a small site, asked of a host's name."""
    (tmp_path / "2023").mkdir()
    (tmp_path / "2023" / "page.html").write_text("<p>9,371 beds</p>", encoding="utf-8")
    (tmp_path / "404.html").write_text("<style>p { width: 50% }</style><p>没有这一页</p>", encoding="utf-8")
    with _bind(0, functools.partial(_Handler, directory=str(tmp_path))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()

        def get(address: str, host: str = "") -> tuple[int, str]:
            connection = http.client.HTTPConnection(LOOPBACK, server.server_port, timeout=10)
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


def test_a_taken_port_is_wrong_input_and_costs_no_build(ask):
    with pytest.raises(InputError, match=f"--port: the site cannot be served; found port {ask.port}"):
        _bind(ask.port, _Handler)
