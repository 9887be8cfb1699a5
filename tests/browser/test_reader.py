"""What a reader does with the site, in a real browser."""

from __future__ import annotations

import json
import re

import pytest
from reading import PHONE, run_axe

INDICATOR = "indicators/i03.html"
QUERIES = {"zh": "养老床位", "en": "care beds"}
INDICATOR_GROUP = {"zh": "指标", "en": "Indicators"}


def open_search(page, query: str):
    """Type `query` into the search of an open page and wait for results."""
    page.keyboard.press("/")
    page.locator("dialog.search input").press_sequentially(query)
    page.locator(".search-results a").first.wait_for()
    return page.locator(".search-results")


def point_at(page, figure, place: int) -> str:
    """What a chart says of its `place`-th mark, once the pointer is there."""
    figure.scroll_into_view_if_needed()
    box = figure.locator("svg:visible [data-tip]").nth(place).bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    figure.locator(".chart-tip").wait_for(state="visible")
    return figure.locator(".chart-tip").inner_text()


@pytest.mark.parametrize(("here", "there"), [("zh", "en"), ("en", "zh")])
def test_the_language_switch_stays_on_the_page(built_site, open_page, here, there):
    page = open_page(built_site.url(f"{here}/{INDICATOR}"))
    page.locator(".languages a:not([aria-current])").click()
    page.wait_for_url(f"**/{there}/{INDICATOR}")
    assert page.locator("html").get_attribute("lang") == {"zh": "zh-Hans", "en": "en"}[there]


def test_an_edition_published_later_is_offered_and_keeps_the_page(built_site, open_page):
    later = [{"year": 2099, "kind": "monitoring", "pages": ["zh/index", "zh/indicators/i03"]}]
    script = f"window.planbookEditions = {json.dumps(later)};"

    def answer(page):
        page.route("**/editions.js", lambda route: route.fulfill(body=script, content_type="text/javascript"))

    page = open_page(built_site.url(f"zh/{INDICATOR}"), before=answer)
    link = page.locator(".newer a")
    link.wait_for()
    assert link.get_attribute("href").endswith(f"2099/zh/{INDICATOR}")
    page.locator("[data-years] summary").click()
    assert page.locator("[data-years] a", has_text="2099").is_visible()
    elsewhere = open_page(built_site.url("zh/methods.html"), before=answer)
    elsewhere.locator(".newer a").wait_for()
    assert elsewhere.locator(".newer a").get_attribute("href").endswith("2099/zh/index.html")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_search_finds_the_indicator_first_and_opens_it_from_the_keyboard(built_site, open_page, language):
    page = open_page(built_site.url(f"{language}/index.html"))
    results = open_search(page, QUERIES[language])
    assert results.locator("h3").first.inner_text() == INDICATOR_GROUP[language]
    addresses = results.locator("a").evaluate_all("links => links.map(link => link.href)")
    assert any(f"/{language}/{INDICATOR}" in address for address in addresses[:5]), addresses
    assert all(f"/{built_site.year}/{language}/" in address for address in addresses), "results of the other language"
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/{language}/indicators/*")
    assert page.problems == []


def test_search_says_so_when_there_is_nothing(built_site, open_page):
    page = open_page(built_site.url("en/index.html"))
    page.keyboard.press("/")
    page.locator("dialog.search input").fill("zzqqxx")
    page.locator(".search-status", has_text="Nothing found").wait_for()
    page.keyboard.press("Escape")
    assert not page.locator("dialog.search").is_visible()


def test_search_from_disk_names_the_command_that_starts_a_server(built_site, open_page):
    page = open_page(built_site.file_url("en/index.html"))
    page.locator("[data-search]").click()
    assert f"python build.py serve --year {built_site.year}" in page.locator(".search-status").inner_text()


CHART = 'data-tip="'


def test_a_chart_says_what_is_pointed_at_beside_its_words_and_asks_for_nothing(built_site, open_page):
    asked: list[str] = []
    name = built_site.first_page_with(CHART)
    page = open_page(
        built_site.url(name), before=lambda page: page.on("request", lambda request: asked.append(request.url))
    )
    page.wait_for_load_state("networkidle")
    before = len(asked)
    figure = page.locator("figure.chart:has([data-tip])").first
    tips = figure.locator("svg:visible [data-tip]")
    for place in range(min(tips.count(), 8)):
        assert point_at(page, figure, place) == tips.nth(place).get_attribute("data-tip")
    covered = page.evaluate(
        """() => {
          const tip = document.querySelector(".chart-tip:not([hidden])").getBoundingClientRect();
          const mark = document.querySelector(".chart-ring").getBoundingClientRect();
          return Math.max(0, Math.min(tip.right, mark.right) - Math.max(tip.left, mark.left)) *
            Math.max(0, Math.min(tip.bottom, mark.bottom) - Math.max(tip.top, mark.top));
        }"""
    )
    assert covered == 0, "what is said lies over the mark it is said of"
    assert len(asked) == before and not any("plotly" in address for address in asked)
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    assert page.problems == []


def test_a_chart_speaks_on_a_tap_and_by_the_arrow_keys(built_site, open_page):
    name = built_site.first_page_with(CHART)
    phone = open_page(built_site.url(name), viewport=PHONE, has_touch=True, is_mobile=True)
    figure = phone.locator("figure.chart:has([data-tip])").first
    figure.scroll_into_view_if_needed()
    box = figure.locator("svg:visible [data-tip]").first.bounding_box()
    phone.touchscreen.tap(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    assert figure.locator(".chart-tip").is_visible()
    page = open_page(built_site.url(name))
    figure = page.locator("figure.chart:has([data-tip])").first
    figure.locator(".chart-static").focus()
    page.keyboard.press("ArrowRight")
    first = figure.locator(".chart-tip").inner_text()
    page.keyboard.press("ArrowRight")
    assert figure.locator(".chart-tip").inner_text() != first
    page.keyboard.press("Escape")
    assert not figure.locator(".chart-tip").is_visible()


def test_a_chart_shows_its_table_and_hands_out_pictures_data_and_a_frame(built_site, open_page, axe_source):
    name = built_site.first_page_with(CHART)
    page = open_page(built_site.url(name))
    figure = page.locator("figure.chart:has([data-tip])").first
    figure.locator(".chart-faces button").nth(1).click()
    assert figure.locator(".chart-data table").is_visible()
    assert not figure.locator(".chart-static").is_visible()
    for label in ("SVG", "PNG", "CSV"):
        with page.expect_download() as given:
            figure.get_by_text(label, exact=True).click()
        content = given.value.path().read_bytes()
        assert {"SVG": b"<title>", "PNG": b"\x89PNG", "CSV": b","}[label] in content
    figure.locator(".chart-share > summary").click()
    code = figure.locator(".chart-embed").input_value()
    address = re.search(r'src="([^"]+)"', code)[1]
    assert address.startswith("http://127.0.0.1")
    assert run_axe(page, axe_source) == []
    host = page.context.new_page()  # of another site, without the policy of this one's pages
    host.set_content(code)
    frame = host.frame_locator("iframe")
    assert frame.locator("h1").inner_text() in figure.locator(".chart-title").inner_text()
    assert frame.locator("svg:visible").count() == 1
    alone = open_page(address, java_script_enabled=False)
    assert alone.locator("svg:visible").count() == 1


def test_print_shows_the_drawing_and_no_navigation(built_site, open_page):
    name = built_site.first_page_with(CHART)
    page = open_page(built_site.url(name), color_scheme="dark")
    figure = page.locator("figure.chart:has([data-tip])").first
    figure.locator(".chart-faces button").nth(1).click()
    page.emulate_media(media="print")
    assert figure.locator(".chart-static svg").first.is_visible()
    for hidden in (".masthead", ".sidebar", ".chart-tools", ".colophon"):
        assert not page.locator(hidden).first.is_visible(), hidden
    sheet = open_page(built_site.url(built_site.first_page_with('<ul class="downloads">')))
    sheet.emulate_media(media="print")
    links = sheet.locator("article a[href*='/data/']:visible")
    assert links.count() == 0, "a line of links that lead nowhere from paper"
    assert page.locator(".running-head").is_visible()
    ground = page.evaluate("getComputedStyle(document.documentElement).getPropertyValue('--ink').trim()")
    assert ground == "#1c1d1f"  # ink on paper, whatever the screen shows


def test_the_verdict_is_in_sight_in_every_table_on_a_phone(built_site, open_page):
    page = open_page(built_site.url("zh/03-indicators.html"), viewport=PHONE)
    hidden = page.evaluate(
        """() => [...document.querySelectorAll("main .table-scroll :is(.verdict, .outlook)")].filter((mark) => {
          const row = mark.closest("tr"), box = mark.closest(".table-scroll").getBoundingClientRect();
          const first = row.querySelector(".verdict, .outlook");
          return mark === first && mark.getBoundingClientRect().right > box.right + 1;
        }).map((mark) => mark.closest("tr").innerText)"""
    )
    assert hidden == []


def test_the_choice_of_colours_lasts_and_never_flashes(built_site, open_page):
    page = open_page(built_site.url("zh/index.html"))
    ground = "getComputedStyle(document.body).backgroundColor"
    assert page.evaluate(ground) == "rgb(253, 252, 249)"
    page.locator("[data-theme-switch]").click()
    assert page.evaluate(ground) == "rgb(21, 23, 26)"
    page.add_init_script(
        "new MutationObserver((_, watcher) => {"
        "  if (!document.body) return;"
        "  window.themeAtFirst = document.documentElement.dataset.theme;"
        "  watcher.disconnect();"
        "}).observe(document, {childList: true, subtree: true});"
    )
    page.goto(built_site.url("en/methods.html"))
    assert page.evaluate("window.themeAtFirst") == "dark"
    assert page.locator("[data-theme-switch]").get_attribute("aria-pressed") == "true"
    page.locator("[data-theme-switch]").click()  # back to what the system says: nothing is stored any more
    assert page.evaluate("localStorage.getItem('planbook-theme')") is None
    assert page.evaluate(ground) == "rgb(253, 252, 249)"


def test_the_system_asking_for_dark_gets_dark(built_site, open_page):
    page = open_page(built_site.url("zh/index.html"), color_scheme="dark")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(21, 23, 26)"


def test_without_script_the_page_is_whole(built_site, open_page):
    name = built_site.first_page_with('class="chart-static"')
    page = open_page(built_site.url(name), java_script_enabled=False)
    assert page.locator(".chart-static svg").first.is_visible()
    assert not page.locator("[data-search]").is_visible()
    assert page.locator(".sidebar a").first.is_visible()
    page.locator(".chart-data summary").first.click()
    assert page.locator(".chart-data table").first.is_visible()
    page.set_viewport_size(PHONE)
    page.locator(".menu > summary").click()
    page.locator(".menu .chapters > li > a").nth(1).click()
    page.wait_for_url(re.compile(r"/zh/01-"))


def test_from_disk_everything_but_search_works(built_site, open_page):
    name = built_site.first_page_with(CHART)
    page = open_page(built_site.file_url(name))
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(253, 252, 249)"
    assert point_at(page, page.locator("figure.chart:has([data-tip])").first, 0)
    page.locator(".languages a:not([aria-current])").click()
    page.wait_for_url("file://**/en/**")
    page.locator(".sidebar a").first.click()
    page.wait_for_url("file://**/en/index.html")
    assert page.problems == []


def test_the_keyboard_alone_reaches_the_text_and_every_control(built_site, open_page):
    name = built_site.first_page_with(CHART)
    page = open_page(built_site.url(name))
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    box = page.locator(".skip").bounding_box()
    assert box["y"] >= 0, "the skip link is not seen when it has the focus"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"
    reached = set()
    controls = page.evaluate(
        "() => [...document.querySelectorAll("
        "'main a[href], main button, main summary, main [tabindex=\"0\"], main textarea')]"
        ".filter(one => one.checkVisibility()).map((one, place) => (one.dataset.place = place))"
    )
    for _ in range(len(controls) + 5):
        page.keyboard.press("Tab")
        place = page.evaluate("document.activeElement.dataset.place")
        if place is not None:
            reached.add(int(place))
    assert reached == set(controls)


@pytest.mark.parametrize("colours", ["light", "dark"])
def test_how_it_was_computed_opens_by_the_keyboard_and_reads_well(built_site, open_page, axe_source, colours):
    page = open_page(built_site.url(f"en/{INDICATOR}"), color_scheme=colours)
    folds = page.locator("details.computation")
    assert folds.count() > 1
    code = folds.first.locator("pre.sourceCode").first
    assert not code.is_visible()
    folds.first.locator("summary").focus()
    page.keyboard.press("Enter")
    code.wait_for()
    assert code.is_visible() and "open_edition" in folds.first.inner_text()
    page.evaluate("document.querySelectorAll('details.computation').forEach((fold) => { fold.open = true; })")
    assert run_axe(page, axe_source) == []
    page.set_viewport_size(PHONE)
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0


def test_how_it_was_computed_needs_no_script_and_is_printed_only_when_open(built_site, open_page):
    page = open_page(built_site.url(f"zh/{INDICATOR}"), java_script_enabled=False)
    first, second = page.locator("details.computation").nth(0), page.locator("details.computation").nth(1)
    first.locator("summary").click()
    assert first.locator("pre.sourceCode").first.is_visible()
    page.emulate_media(media="print")
    assert first.is_visible() and not second.is_visible()


def test_focus_is_seen(built_site, open_page):
    page = open_page(built_site.url("zh/index.html"))
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"


def test_a_term_explains_itself_on_focus_and_on_hover(built_site, open_page):
    name = built_site.first_page_with('<dfn class="term"')
    page = open_page(built_site.url(name))
    term = page.locator("dfn.term").first
    term.focus()
    tooltip = page.get_by_role("tooltip")
    assert tooltip.inner_text() == term.get_attribute("data-definition")
    assert term.get_attribute("aria-describedby") == tooltip.get_attribute("id")
    page.keyboard.press("Escape")
    assert not tooltip.is_visible()
    term.hover()
    tooltip.hover()  # the explanation stays while the pointer is on it
    page.wait_for_timeout(300)
    assert tooltip.is_visible()


def test_a_citation_is_copied(built_site, open_page):
    page = open_page(built_site.url("zh/methods.html"), permissions=["clipboard-read", "clipboard-write"])
    page.locator(".citation button").click()
    page.locator(".citation button", has_text="已复制").wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith(page.locator(".citation-text").inner_text())
    assert copied.endswith("/zh/methods.html")


def test_the_menu_on_a_phone_passes_axe(built_site, open_page, axe_source):
    page = open_page(built_site.url("zh/index.html"), viewport=PHONE)
    page.locator(".menu > summary").click()
    assert page.locator(".menu .chapters a").first.is_visible()
    assert run_axe(page, axe_source) == []
    page.keyboard.press("Escape")
    assert not page.locator(".menu .chapters a").first.is_visible()


@pytest.mark.parametrize("colours", ["light", "dark"])
def test_open_search_passes_axe(built_site, open_page, axe_source, colours):
    page = open_page(built_site.url("en/index.html"), color_scheme=colours)
    open_search(page, "beds")
    assert run_axe(page, axe_source) == []
