"""Characters that the reports' fonts lack are told with file, row and what can stand in their place."""

import pytest
from bad_inputs.project import make_project, prose_cell

from planbook.cli.written import check_characters
from planbook.publish import find_unprintable, stand_in

OBSERVED = "data/observations/2023.csv"
ROW = "i02,2023,74,,illustrative_example,,"


@pytest.fixture
def bad(tmp_path):
    return make_project(tmp_path / "project")


def told(bad):
    return [str(problem) for problem in check_characters(bad.project, bad.path("data"))]


def test_a_good_project_can_be_printed(bad):
    assert told(bad) == []


@pytest.mark.parametrize(
    ("note", "code", "fix"),
    [
        ("已完成✅", "U+2705 (white heavy check mark)", 'write "✓" instead of U+2705'),
        ("增长📈明显", "U+1F4C8", "delete U+1F4C8; nothing is lost"),
        ("已完成👨‍👩‍👧", "U+1F468", "say in words what U+1F468 stands for"),
        ("བོད", "(tibetan letter da)", "say in words"),
        ("ئۇيغۇر", "(arabic letter u)", "say in words"),
        ("𠀀村", "U+20000", "say in words"),
        ("见\uf0e0表", "a character of private use", "say in words"),
    ],
)
def test_a_note_that_no_font_shows_is_told_with_its_row(bad, note, code, fix):
    bad.edit(OBSERVED, ROW, f"i02,2023,74,,illustrative_example,{note},Note")
    said = [line for line in told(bad) if fix in line]
    assert said[0].startswith(f"{OBSERVED}:3 [i02]: the fonts of the reports have no such character; found U+")
    assert code in said[0]


@pytest.mark.parametrize(
    "text", ["CO₂、5⁰、㎡、①②、Ⅲ、‰、√", "䶮、㗂、𬱖、𫍽", "Ürümqi, Žižek", "零宽\u200b空格", "thin\u2009space"]
)
def test_what_the_fonts_have_passes(bad, text):
    bad.edit(OBSERVED, ROW, f'i02,2023,74,,illustrative_example,"{text}",Note')
    assert told(bad) == []


def test_plan_parameters_words_and_prose_are_looked_at_too(bad):
    bad.edit("data/plan/plan.yml", "  zh: 示例县\n", "  zh: 示例县✅\n")
    bad.edit("params/2023.yml", "zh: 示例县图书馆规划评估", "zh: 示例县图书馆规划评估😀")
    bad.write_notebook([prose_cell("# 主要指标🎉", "zh"), prose_cell("# Main indicators", "en")])
    places = [line.partition(": the fonts")[0] for line in told(bad)]
    assert places[0].startswith("data/plan/plan.yml:")
    assert places[1:] == ["params/2023.yml:6", "notebooks/03-indicators.ipynb [03-indicators, cell 1]"]


def test_a_stand_in_can_be_printed_itself():
    offered = [stand_in(sign) for sign in "✅☑✔❌⭐🔴⚠\uf0b7\uf0fc"]
    assert None not in offered
    assert not find_unprintable("".join(offered))
