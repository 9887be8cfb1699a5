"""What an output rests on, read off the code: nothing made up gets away unmarked, nothing official is marked."""

import inspect

import pandas as pd
import pytest
from builders import make_edition, make_indicator, make_inputs

from planbook import present
from planbook.present.faces.marking import is_marked
from planbook.present.faces.origins import OFFICIAL, Reach, reach_of_shown

OPEN = "edition = make_edition('en')"
PUBLISHED = "published = edition.context()"
MADE_UP = "made_up = edition.observations('i03')"


def reach(*cells: str) -> Reach:
    """Run the cells as a session does; the reach of what the last one shows."""
    names = {"make_edition": lambda lang: make_edition(lang, make_inputs(context=CONTEXT, series=SERIES)), "pd": pd}
    cells = (OPEN, PUBLISHED, MADE_UP, *cells)
    for code in cells:
        exec(code, names)
    return reach_of_shown(cells, names)


SERIES = pd.DataFrame(
    [
        {
            "series_id": "people",
            "name_zh": "人口",
            "name_en": "Residents",
            "definition_zh": "",
            "definition_en": "",
            "unit_id": "person",
            "measure": "stock",
        }
    ]
)
CONTEXT = make_inputs().context


@pytest.mark.parametrize(
    "cells",
    [
        ("published",),
        ("published['value'].sum() / 2",),
        ("total = published['value'].sum()", "total * 100"),
        ("shares = published.assign(share=published['value'] / published['value'].sum())", "shares"),
        ("edition.context().groupby('area')['value'].sum()",),
        ("edition.plan_row('i03')['target'] - edition.inputs.indicators['i03'].baseline",),
        ("made_up = published", "made_up"),
        ("both = published.merge(made_up, on='year', how='left')", "published"),
        ("present_value = [value * 2 for value in published['value']]", "present_value"),
        ("from planbook import present", "present.frames.context(edition)"),
        ("from planbook import present", "present.show(edition, published)"),
        ("for year in published['year']:\n    years = made_up['value'].sum()", "published"),
        ("for name, part in {'a': published['value']}.items():\n    published[name] = part * 2", "published"),
        ("def double(frame):\n    return frame['value'] * 2", "double(published)"),
    ],
)
def test_what_rests_on_published_figures_alone_is_told(cells):
    assert reach(*cells) is Reach.OFFICIAL


@pytest.mark.parametrize(
    "cells",
    [
        ("made_up",),
        ("made_up['value'].iloc[-1]",),
        ("last = made_up['value'].iloc[-1]", "published['value'] * last"),
        ("made_up['value'].sum() + published['value'].sum()",),
        ("published['value'].add(made_up['value'], fill_value=0)",),
        ("published['other'] = made_up['value'].sum()", "published"),
        ("published.loc[:, 'value'] = made_up['value'].iloc[0]", "published"),
        ("published.insert(0, 'x', made_up['value'].sum())", "published"),
        ("alias = published", "alias['x'] = made_up['value'].sum()", "published"),
        ("for frame in (published,):\n    frame['x'] = made_up['value'].sum()", "published"),
        ("pd.concat([published, made_up])",),
        ("published.merge(made_up, on='year')",),
        ("joined = published.join(made_up, suffixes=('', '_2'))", "joined['value']"),
        ("made_up.groupby('flag')['value'].mean()",),
        ("edition.assessments['i03'].value",),
        ("published['value'] * edition.observations('i03')['value'].sum()",),
        ("edition.inputs.observations",),
        ("least = made_up['value'].min()", "published.query('value > @least')"),
        ("def scaled(frame):\n    return frame['value'] * made_up['value'].sum()", "scaled(published)"),
        ("factor = 1\ndef scaled():\n    return factor", "factor = made_up['value'].sum()", "scaled()"),
        ("later = (published['value'].sum() * factor for factor in made_up['value'])", "next(later)"),
        ("alias = published", "alias += made_up['value'].sum()", "published"),
        ("def spoil(frame):\n    frame['x'] = made_up['value'].sum()", "spoil(published)", "published"),
        ("kept = []", "kept.append(made_up)", "kept[0]"),
        ("print((total := made_up['value'].sum()))", "published['value'] + total"),
        ("if made_up['value'].sum() > 0:\n    published = published * 2", "published"),
        ("published['value'].apply(lambda value: value / made_up['value'].sum())",),
        ("def context(edition):\n    return edition.observations('i03')", "context(edition)"),
        ("def show(edition):\n    return edition.observations('i03')", "show(edition)"),
        ("exec('published[\"x\"] = 1')", "published"),
        ("pd.read_csv.__name__", "pd.DataFrame({'x': [1]}); make_edition('en').observations('i03')"),
    ],
)
def test_what_may_rest_on_something_made_up_is_never_let_off(cells):
    assert reach(*cells) is Reach.ILLUSTRATIVE


def test_what_a_cell_shows_itself_may_be_anything_in_it():
    show = "def display(shown):\n    pass"
    assert reach(show, "display(published)\ntotal = made_up['value'].sum()") is Reach.ILLUSTRATIVE


def test_a_typed_number_rests_on_nothing_the_edition_knows():
    assert reach("1 + 1") is Reach.NOTHING


def test_a_drawing_rests_on_what_was_drawn_into_it():
    drawn = "figure, axes = plt.subplots()\naxes.plot(published['year'], published['value'])"
    start = ("import matplotlib.figure", "import matplotlib.pyplot as plt")
    assert reach(*start, f"{drawn}\nplt.close()\nfigure") is Reach.OFFICIAL
    assert reach(*start, drawn, "axes.axhline(made_up['value'].mean())\nplt.close()", "figure") is Reach.ILLUSTRATIVE
    assert reach(*start, f"plt.plot(made_up['value'])\nplt.close()\n{drawn}\nplt.close()") is Reach.ILLUSTRATIVE


def test_an_attribute_that_says_false_is_believed_unless_the_code_speaks_against_it():
    edition = make_edition("en", make_inputs(indicators={"i03": make_indicator()}))
    assert not is_marked(False, edition, lambda: Reach.NOTHING)
    assert not is_marked(False, edition, lambda: None)
    assert is_marked(False, edition, lambda: Reach.ILLUSTRATIVE)
    assert is_marked(None, edition, lambda: Reach.NOTHING)
    assert is_marked(None, edition, lambda: None)
    assert not is_marked(None, edition, lambda: Reach.OFFICIAL)
    assert is_marked(True, edition, lambda: Reach.OFFICIAL)


def test_what_is_taken_for_published_is_what_says_so_of_itself():
    edition = present.open_edition(2023, "en")
    handed_out = {
        name: getattr(edition, name)
        for name, method in vars(present.Edition).items()
        if not name.startswith("_") and inspect.isfunction(method)
    }
    said = {"plan_row": edition.plan_row("i03"), "observations": edition.observations("i03")}
    said |= {
        name: method() for name, method in handed_out.items() if not _needs_an_argument(method) and name not in said
    }
    frames = {name: frame for name, frame in said.items() if isinstance(frame, (pd.DataFrame, pd.Series))}
    assert {name for name, frame in frames.items() if frame.attrs.get("illustrative") is False} == OFFICIAL


def _needs_an_argument(method) -> bool:
    return any(one.default is one.empty for one in inspect.signature(method).parameters.values())
