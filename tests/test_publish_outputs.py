"""Default faces: what a notebook shows that the package has no face for, on the page and in print."""

import base64
import json
import re
import struct
import zlib

import pandas as pd
import pytest
from builders import make_edition, make_inputs, make_observations
from IPython.display import HTML, SVG, Latex, Markdown, Math

from planbook.errors import PublishError
from planbook.present.pieces import Piece
from planbook.publish.outputs import face_of_output

OFFICIAL = make_edition("en", make_inputs(observations=make_observations(source_id="plan_14", illustrative=False)))
DOUBTFUL = make_edition("en")


def shown(output: object, edition=OFFICIAL) -> Piece:
    """The face of an object, by the representations that IPython asks it for."""
    methods = {
        "text/markdown": "_repr_markdown_",
        "text/html": "_repr_html_",
        "text/latex": "_repr_latex_",
        "image/svg+xml": "_repr_svg_",
    }
    data = {
        kind: getattr(output, method)()
        for kind, method in methods.items()
        if hasattr(output, method) and getattr(output, method)() is not None
    }
    return face_of_output({**data, "text/plain": repr(output)}, "cell-1-1", edition, "03 (en), cell 1")


def one_line(html: str) -> str:
    return "".join(line.strip() for line in html.splitlines())


def png(width: int, height: int) -> bytes:
    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    rows = zlib.compress(b"".join(b"\x00" + b"\x7f" * width for _ in range(height)))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def test_markdown_is_the_same_for_page_and_print_and_a_tag_in_it_is_a_text():
    piece = shown(Markdown("A **bold** <script>alert(1)</script> and `<code>`, <https://example.org>"))
    assert piece.html == ""
    assert piece.markdown == r"A **bold** \<script>alert(1)\</script> and `<code>`, <https://example.org>"


@pytest.mark.parametrize(
    ("latex", "formula"),
    [
        (Math(r"c = \frac{x}{e}"), r"$$c = \frac{x}{e}$$"),
        (Latex(r"\begin{equation} c = 1 \end{equation}"), "$$c = 1$$"),
        (Latex(r"\begin{align} a &= 1 \\ b &= 2 \end{align}"), r"$$\begin{aligned} a &= 1 \\ b &= 2 \end{aligned}$$"),
        (Latex(r"With $c = 1$ and $d = 2$."), "With $c = 1$ and $d = 2$."),
    ],
)
def test_latex_is_a_formula_that_pandoc_writes_for_page_and_print(latex, formula):
    assert shown(latex).markdown == formula


def test_html_loses_what_could_act_and_keeps_what_it_says():
    source = (
        '<p onclick="alert(1)" style="position:fixed">Said</p><script>alert(1)</script><style>p{}</style>'
        '<img src="https://example.org/x.png"><a href="javascript:alert(1)">link</a><iframe src="https://e.org"></iframe>'
    )
    piece = shown(HTML(source))
    assert "Said" in piece.html and "link" in piece.html
    for word in ("onclick", "script", "style", "example.org", "javascript", "iframe"):
        assert word not in piece.html
    assert piece.markdown.startswith("```{=html}\n")


def test_a_styler_is_a_house_table_with_the_colours_its_author_gave_cells():
    frame = pd.DataFrame({"name": ["<b>beds</b>", "shares"], "value": [8700, 42]})
    styler = frame.style.highlight_max(subset="value", color="yellow").set_caption("Styled").hide(axis="index")
    html = one_line(shown(styler).html)
    assert '<table class="planbook" id="cell-1-1"><caption id="cell-1-1-caption">Styled</caption>' in html
    assert 'aria-labelledby="cell-1-1-caption"' in html and "<style" not in html
    assert '<td class="number" style="text-align: right; background-color: yellow; color: #1c1d1f">8700</td>' in html
    assert '<th scope="col">name</th>' in html and "col_heading" not in html


def test_a_cell_s_text_can_be_read_on_the_ground_its_author_chose():
    frame = pd.DataFrame({"name": ["a", "b", "c"], "value": [1, 2, 3]})
    html = shown(frame.style.background_gradient(subset="value").hide(axis="index")).html
    colours = re.findall(r"background-color: (#\w{6}); color: (#\w{6})", html)
    assert colours == [("#fff7fb", "#1c1d1f"), ("#73a9cf", "#1c1d1f"), ("#023858", "#fdfcf9")]


def test_a_great_table_is_a_house_table_with_its_title_as_caption_and_its_source_as_note():
    import great_tables

    frame = pd.DataFrame({"group": ["a", "a"], "name": ["beds", "shares"], "value": [8700, 42]})
    table = great_tables.GT(frame, rowname_col="name", groupname_col="group")
    html = one_line(shown(table.tab_header("Great", subtitle="table").tab_source_note("A source.")).html)
    assert "<caption" in html and ">Great table</caption>" in html
    assert '<p class="table-note">A source.</p>' in html
    assert '<tr class="group"><th colspan="2" scope="rowgroup">a</th></tr>' in html
    assert '<th scope="row">beds</th><td class="number" style="text-align: right">8700</td>' in html
    assert "gt_" not in html and "<style" not in html


def test_a_picture_stands_on_the_page_as_one_and_in_print_as_a_drawing():
    encoded = base64.b64encode(png(40, 20)).decode()
    piece = face_of_output({"image/png": encoded, "text/plain": "<Figure>"}, "cell-1-1", OFFICIAL, "")
    assert f'src="data:image/png;base64,{encoded}"' in piece.html
    assert 'viewBox="0 0 40 20"' in piece.svg and encoded in piece.svg
    assert "charts/cell-1-1.svg" in piece.markdown
    drawing = shown(SVG('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'))
    assert "<script" not in drawing.html and "data:image/svg+xml;base64," in drawing.html


def test_plain_text_is_a_paragraph_and_several_lines_keep_their_lines():
    assert face_of_output({"text/plain": "{'a': '<b>'}"}, "x", OFFICIAL, "").html == (
        "<p class=\"output\">{'a': '&lt;b&gt;'}</p>"
    )
    piece = face_of_output({"text/plain": "a\n ``` b"}, "x", OFFICIAL, "")
    assert piece.html == '<pre class="output" tabindex="0">a\n ``` b</pre>'
    assert piece.markdown == "````\na\n ``` b\n````"


def test_a_figure_shown_by_its_own_method_is_interactive_too():
    content = {"data": [{"type": "scatter", "x": [1, 2], "y": [3, 4]}], "layout": {}}
    piece = face_of_output({"application/vnd.plotly.v1+json": content}, "cell-1-1", OFFICIAL, "")
    assert "chart-model" in piece.html and piece.svg


@pytest.mark.parametrize(
    "output",
    [
        Markdown("three"),
        Math("3"),
        HTML("<p>3</p>"),
        HTML("<table><tr><td>3</td></tr></table>"),
        SVG("<svg xmlns='http://www.w3.org/2000/svg'/>"),
        {"a": 3},
    ],
)
def test_what_cannot_say_what_it_rests_on_is_marked_with_a_sentence_on_the_page_and_in_print(output):
    piece, plain = shown(output, DOUBTFUL), shown(output)
    said = DOUBTFUL.words("faces.whole")
    assert said in (piece.html or piece.markdown) and said in piece.markdown
    assert "◇" not in plain.html + plain.markdown


def test_a_heading_is_no_figure():
    assert shown(Markdown("## Income\n"), DOUBTFUL).markdown == "## Income"


@pytest.mark.parametrize(
    "data",
    [
        {"application/vnd.jupyter.widget-view+json": {"model_id": "1"}, "text/plain": "IntSlider()"},
        {"application/javascript": "alert(1)", "text/plain": "<Javascript>"},
        {"text/html": "<div></div><script>vegaEmbed()</script>", "text/plain": "alt.Chart(...)"},
        {"application/vnd.vegalite.v5+json": {}},
        {},
    ],
)
def test_what_neither_page_nor_paper_can_hold_is_refused_with_place_and_fix(data):
    with pytest.raises(PublishError, match=r"^03 \(en\), cell 4: an output cannot be published; found .* Fix: show"):
        face_of_output(json.loads(json.dumps(data)), "x", OFFICIAL, "03 (en), cell 4")
