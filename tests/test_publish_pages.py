"""From an executed notebook to a page."""

import json

import nbformat
import pytest
from builders import make_edition, make_inputs, make_observations
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from planbook.errors import PublishError
from planbook.present.pieces import Piece, only_in_notebook
from planbook.publish.pages import read_page

OFFICIAL = make_inputs(observations=make_observations(source_id="plan_14", illustrative=False))
ZH, EN = make_edition("zh", OFFICIAL), make_edition("en", OFFICIAL)


def executed(*cells) -> str:
    return json.dumps(nbformat.from_dict(new_notebook(cells=list(cells))))


def cell_showing(piece: Piece):
    output = new_output("display_data", data=json.loads(json.dumps(piece._repr_mimebundle_())))
    return new_code_cell("show()", outputs=[output])


def cell_with(data, source="show()", tags=()):
    cell = new_code_cell(source, outputs=[new_output("display_data", data=data)])
    cell.metadata["tags"] = list(tags)
    return cell


CHART = Piece(
    id="trend",
    html="<figure><figcaption>t</figcaption><p>page</p></figure>",
    markdown="![t](charts/trend.svg)",
    text="3 lag",
    svg="<svg/>",
)


def test_a_page_has_its_title_once_and_each_piece_as_markdown_with_its_figure_beside_it():
    page = read_page(executed(new_markdown_cell("# 社会福利\n\n前言。"), cell_showing(CHART)), "04-3", "chapter", ZH)
    assert page.title == "社会福利"
    assert "社会福利" not in page.text and "前言。" in page.text
    assert "![t](charts/trend.svg)" in page.text and "<figure>" not in page.text
    assert page.drawings == {"trend": "<svg/>"} and page.figures == {"trend": "<p>page</p>"}
    assert page.description == "3 lag"


def test_a_title_may_come_from_a_piece():
    title = Piece(id="title", html="<h1>养老床位</h1>", markdown="# 养老床位", text="养老床位")
    page = read_page(executed(cell_showing(title), cell_showing(CHART)), "indicators/i03", "indicator", ZH)
    assert page.title == "养老床位"
    assert "<h1>" not in page.text
    assert page.depth == 1


def test_an_output_that_needs_a_script_is_refused_with_its_cell_and_a_fix():
    widget = {"text/plain": "IntSlider()", "application/vnd.jupyter.widget-view+json": {"model_id": "1"}}
    with pytest.raises(PublishError, match=r"04-3 \(zh\), cell 1: an output cannot be published; .*Fix: "):
        read_page(executed(new_markdown_cell("# T"), cell_with(widget)), "04-3", "chapter", ZH)


def test_a_page_without_a_title_is_refused():
    with pytest.raises(PublishError, match="has no title"):
        read_page(executed(new_markdown_cell("text")), "04-3", "chapter", ZH)


def test_what_a_cell_prints_is_not_on_the_page():
    printing = new_code_cell("print(1)", outputs=[new_output("stream", name="stdout", text="noise")])
    assert "noise" not in read_page(executed(new_markdown_cell("# T"), printing), "x", "chapter", EN).text


def test_a_heading_with_nothing_below_it_is_left_out_and_its_code_told_with_the_next():
    """A plan without tasks has no page with five empty headings; the notebook says that there is nothing."""
    none = only_in_notebook("tasks", "规划在这一部分没有量化任务。")
    empty = cell_showing(none)
    empty.source = "table_tasks()"
    page = read_page(
        executed(
            new_markdown_cell("# 社会福利\n\n前言。"),
            new_markdown_cell("## 任务的量化目标"),
            empty,
            new_markdown_cell("## 问题"),
            cell_showing(CHART),
        ),
        "04-3",
        "chapter",
        ZH,
    )
    assert "量化" not in page.text.replace("table_tasks", "")
    assert page.text.index("## 问题") < page.text.index("![t](charts/trend.svg)") < page.text.index("table_tasks()")
