"""“How this was computed”: code and frames folded under each section of a page, an annex in print."""

import json
import re

import nbformat
from builders import make_edition
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from rendered import rendered

from planbook.present.pieces import Piece
from planbook.publish.edition_report import code_annex
from planbook.publish.pages import read_page

EDITION = make_edition("en")
TABLE = Piece("output-1", "<table>observations</table>", "printed observations", "observations")
SENTENCE = Piece("said", "<p>On pace.</p>", "On pace.", "On pace.")


def code(source: str, *pieces: Piece, tags: tuple[str, ...] = ()) -> nbformat.NotebookNode:
    outputs = [new_output("display_data", data=json.loads(json.dumps(one._repr_mimebundle_()))) for one in pieces]
    cell = new_code_cell(source, outputs=outputs)
    cell.metadata["tags"] = list(tags)
    return cell


def page_of(*cells, notebook: str = ""):
    executed = json.dumps(nbformat.from_dict(new_notebook(cells=[new_markdown_cell("# T"), *cells])))
    return read_page(executed, "indicators/i03", "indicator", EDITION, notebook)


def folds(page) -> list[str]:
    pattern = r"^(?P<fence>:+) \{#computation-\d+ \.computation .*?^(?P=fence)$"
    return [found[0] for found in re.finditer(pattern, page.text, re.DOTALL | re.MULTILINE)]


def code_in(fold: str) -> str:
    return "\n".join(re.findall(r"^```python\n(.*?)\n```$", fold, re.DOTALL | re.MULTILINE))


def test_each_section_ends_with_its_code_and_the_first_with_the_parameters_of_this_run():
    page = page_of(
        code("year = 2020", tags=("parameters",)),
        code("# Parameters\nyear = 2023", tags=("injected-parameters",)),
        code("edition = open_edition(year)"),
        code("say(edition)", SENTENCE),
        new_markdown_cell("## Values\n\nText."),
        code("table(edition)", TABLE),
        notebook="indicators/i03",
    )
    first, second = folds(page)
    assert code_in(first) == "year = 2023\nedition = open_edition(year)\nsay(edition)"
    assert code_in(second) == "table(edition)"
    assert page.text.index("On pace.") < page.text.index(first) < page.text.index("## Values")
    assert page.text.index("observations") < page.text.index(second)
    assert "](../../notebooks/en/indicators/i03.ipynb){download=i03.ipynb}" in first and "ipynb" not in second
    assert 'section="Values"' in second.split("\n")[0]  # which section, for those who hear it


def test_a_computation_shows_code_and_frame_in_the_fold_alone():
    page = page_of(code("observations", TABLE, tags=("computation",)), code("say()", SENTENCE))
    (fold,) = folds(page)
    assert "printed observations" in fold
    assert page.text.count("printed observations") == 1
    assert "printed observations" not in rendered(page.text, "typst") and "On pace." in rendered(page.text, "typst")
    assert page.description == "On pace."


def test_checks_parameters_and_what_is_kept_to_the_notebook_do_not_show():
    page = page_of(
        code("say()", SENTENCE),
        code("print(summarise())", tags=("nbval-check-output",)),
        code("private()", TABLE, tags=("not-published",)),
    )
    assert code_in(folds(page)[0]) == "say()"
    assert "observations" not in page.text


def test_code_before_the_first_words_is_told_with_them():
    page = page_of(code("edition = open_edition()"), new_markdown_cell("## First\n\nText."), code("say()", SENTENCE))
    (fold,) = folds(page)
    assert code_in(fold) == "edition = open_edition()\nsay()"


def test_a_markdown_output_is_folded_too_and_read_by_pandoc():
    data = {"text/markdown": "A **bold** word", "text/plain": "<Markdown>"}
    cell = new_code_cell("show()", outputs=[new_output("display_data", data=data)])
    cell.metadata["tags"] = ["computation"]
    page = page_of(code("say()", SENTENCE), cell)
    (fold,) = folds(page)
    assert "\n\nA **bold** word" in fold


def test_a_fold_is_left_out_of_search_and_its_code_is_text():
    html = rendered(page_of(code("'<script>' # a & b\nif 1: pass", SENTENCE)).text)
    (fold,) = re.findall(r'<details class="computation" id="computation-1".*?</details>', html, re.DOTALL)
    assert 'data-pagefind-ignore="all"' in fold
    assert '<span class="co">&#39;&lt;script&gt;&#39;</span>' in fold
    assert '<span class="co"># a &amp; b</span>' in fold
    assert '<span class="cf">if</span> <span class="dv">1</span>:' in fold


def test_the_report_prints_none_of_it_unless_asked():
    page = page_of(code("observations", TABLE, tags=("computation",)), code("say()", SENTENCE))
    assert "say()" not in rendered(page.text, "typst")
    assert page.annex == "```python\nobservations\n```\n\nprinted observations\n\n```python\nsay()\n```"
    opening, part = code_annex([page], EDITION)
    assert opening.title == "Annex: how this was computed" and not opening.is_part
    assert part.is_part and part.markdown == page.annex


def test_backquotes_in_code_do_not_end_its_fence():
    page = page_of(code('text = "```"', SENTENCE))
    assert '````python\ntext = "```"\n````' in page.annex


def test_a_cell_that_writes_headings_is_told_under_each_of_them():
    first, second = (Piece(f"h{n}", "", f"## Part {n}", f"Part {n}") for n in (1, 2))
    page = page_of(code("say()", SENTENCE), code("for part in parts: show(part)", first, SENTENCE, second, SENTENCE))
    said = [code_in(fold) for fold in folds(page)]
    assert said == ["say()", "for part in parts: show(part)", "for part in parts: show(part)"]


def test_prose_tagged_so_is_folded_with_the_code_it_explains():
    formula = new_markdown_cell("Done is $c = x / y$.", metadata={"tags": ["en", "computation"]})
    page = page_of(new_markdown_cell("## Pace"), formula, code("c = x / y", SENTENCE))
    (fold,) = folds(page)
    assert page.text.index("On pace.") < page.text.index(fold) and "Done is $c = x / y$." in fold
    assert "Done is" not in rendered(page.text, "typst") and page.annex.index("Done is") < page.annex.index(
        "c = x / y\n```"
    )


def test_a_note_that_tables_of_one_fold_share_stands_once_in_each_fold():
    def noted(number: int) -> Piece:
        return Piece(f"output-{number}", "", f"Table {number}\n\n::: {{.table-note}}\n◇ Illustrative.\n:::", "")

    def cells() -> list[nbformat.NotebookNode]:
        return [code("pace", noted(1), tags=("computation",)), code("rates", noted(2), tags=("computation",))]

    said = code("say()", SENTENCE)
    page = page_of(new_markdown_cell("## A"), *cells(), said, new_markdown_cell("## B"), *cells())
    assert [fold.count("◇ Illustrative.") for fold in folds(page)] == [1, 1]
    assert all("Table 1" in fold and "Table 2" in fold for fold in folds(page))
