"""The pages' Content-Security-Policy in a real browser: nothing that a page needs is refused, what is put in is."""

from __future__ import annotations

import json

import plotly.graph_objects as go
import pytest

from planbook.paths import find_project
from planbook.present.edition import open_edition
from planbook.publish.inline_styles import take_styles_out
from planbook.publish.outputs import face_of_output

PAGES = ("index.html", "03-indicators.html", "indicators/i03.html", "methods.html")
COUNT = "window.refused = []; addEventListener('securitypolicyviolation', (e) => refused.push(e.violatedDirective))"


def watched(page):
    page.add_init_script(COUNT)


def press_all(page):
    """Press every button of every chart, as a reader may."""
    for button in page.locator(".chart-faces button:visible").all():
        button.click()
    page.wait_for_timeout(500)


@pytest.mark.parametrize("place", ["served", "from disk"])
@pytest.mark.parametrize("name", PAGES)
def test_nothing_a_page_needs_is_refused(built_site, open_page, place, name):
    served = built_site.url(f"zh/{name}")
    address = served if place == "served" else (built_site.folder / built_site.year / "zh" / name).as_uri()
    page = open_page(address, before=watched)
    press_all(page)
    assert page.evaluate("refused") == []


@pytest.mark.parametrize(
    ("code", "directive"),
    [
        (
            "document.head.append(Object.assign(document.createElement('style'), {textContent: 'p {color: red}'}))",
            "style-src",
        ),
        (
            "document.head.append(Object.assign(document.createElement('script'), {textContent: 'window.ran = 1'}))",
            "script-src",
        ),
        ("document.body.insertAdjacentHTML('beforeend', '<p style=\"color: red\">x</p>')", "style-src"),
        ("document.body.insertAdjacentHTML('beforeend', '<img src=\"http://127.0.0.2/x.png\">')", "img-src"),
    ],
)
def test_what_is_put_into_a_page_is_refused(built_site, open_page, code, directive):
    page = open_page(built_site.url("zh/index.html"), before=watched)
    page.evaluate(code)
    page.wait_for_timeout(300)
    assert [found.removesuffix("-elem").removesuffix("-attr") for found in page.evaluate("refused")] == [directive]
    assert page.evaluate("window.ran === undefined")


def test_a_figure_of_plotly_is_drawn_under_the_policy(built_site, open_page):
    project = find_project()
    edition = open_edition(int(built_site.year), "zh", project.data, project.params)
    figures = [
        go.Figure([go.Bar(x=["a", "b"], y=[1, 2])], layout={"title": {"text": "<b>Bold</b> title"}}),
        go.Figure([go.Heatmap(z=[[1, 2], [3, 4]])]),
        go.Figure([go.Contour(z=[[1, 2, 3], [3, 4, 5], [1, 1, 2]])]),
    ]
    faces = [
        face_of_output(
            {"application/vnd.plotly.v1+json": json.loads(figure.to_json())}, f"fig{number}", edition, "here"
        )
        for number, figure in enumerate(figures)
    ]
    text = (built_site.folder / built_site.year / "zh" / "glossary.html").read_text(encoding="utf-8")
    body, _ = take_styles_out(text.replace("</main>", "".join(face.html for face in faces) + "</main>", 1))

    def answer(page):
        watched(page)
        page.route("**/with-figures.html", lambda route: route.fulfill(body=body, content_type="text/html"))

    page = open_page(built_site.url("zh/with-figures.html"), before=answer)
    press_all(page)
    for figure in page.locator("figure.chart").all():
        figure.locator(".chart-faces button").nth(1 if figure.locator("svg").count() else 0).click()
        figure.scroll_into_view_if_needed()
    page.locator(".js-plotly-plot svg.main-svg").first.wait_for()
    assert page.evaluate("refused") == []
    assert (
        page.evaluate("getComputedStyle(document.querySelector('.js-plotly-plot .crisp')).shapeRendering")
        == "crispedges"
    )
