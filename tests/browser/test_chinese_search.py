"""Chinese search on the forty commonest terms of a built edition, against the text of its own pages."""

import json
import re
import shutil
import subprocess
from collections import Counter

import pytest
from test_publish_chinese_search import SEARCH

from planbook.paths import find_project
from planbook.publish.chinese_search import INDEX, page_texts

ASKED_BESIDE = ("日间照护", "低保", "预期性", "助浴", "养老", "滞后")
TERM = re.compile("[\u4e00-\u9fff]{2,6}")


@pytest.mark.skipif(shutil.which("node") is None, reason="there is no node to run the page's script in")
def test_the_commonest_terms_are_found_on_every_page_that_holds_them_and_on_no_other(built_site):
    folder = built_site.edition
    pages = {page["url"]: "".join(head + text for _, head, text in page["sections"]) for page in page_texts(folder)}
    bare = {url: "".join(text.split()) for url, text in pages.items()}
    heads = {term for page in page_texts(folder) for _, head, _ in page["sections"] for term in TERM.findall(head)}
    counts = Counter({term: sum(term in text for text in bare.values()) for term in sorted(heads)})
    asked = [*dict.fromkeys((*ASKED_BESIDE, *(term for term, _ in counts.most_common(40))))][:40]
    assert len(asked) == 40
    script = find_project().root / "site" / "assets" / "site.js"
    run = subprocess.run(
        ["node", "-e", SEARCH, str(script), str(folder / INDEX), json.dumps(asked)], capture_output=True, check=True
    )
    for term, hits in json.loads(run.stdout).items():
        found = [hit["url"].rpartition("/2023/")[2] for hit in hits]
        assert set(found) == {url for url, text in bare.items() if term in text}, term
        assert not found or term in bare[found[0]], term
