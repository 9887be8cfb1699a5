"""Data in a script element stay data, whatever stands in them."""

import json

from planbook.present.scripts import json_in_script

HOSTILE = {"name": "<!--<script>", "end": "</script><b>", "plain": "a < b & 养老"}


def test_nothing_in_the_text_can_open_or_close_anything():
    assert "<" not in json_in_script(HOSTILE)


def test_a_reader_of_the_json_gets_what_was_written():
    assert json.loads(json_in_script(HOSTILE)) == HOSTILE
