"""Words: loading one language, comparing both."""

import pytest

from planbook.errors import InputError
from planbook.load import check_locales, check_looks, load_locale
from planbook.looks import JUDGED_WORST_FIRST, VERDICTS, WORDED_GROUPS
from planbook.model import PaceVerdict
from planbook.paths import LANGUAGES, Project, find_project


@pytest.fixture
def folder(tmp_path):
    write(tmp_path, zh="page:\n  title: 评估\n", en="page:\n  title: Evaluation\n")
    return tmp_path


def write(folder, **texts):
    for language, text in texts.items():
        (folder / f"{language}.yml").write_text(text, encoding="utf-8")


def test_words_are_nested_groups(folder):
    assert load_locale("zh", folder) == {"page": {"title": "评估"}}


def test_a_missing_or_doubtful_word_is_not_loaded(folder):
    write(folder, en="page:\n  title: yes\n  count: {one: one bed}\n")
    with pytest.raises(InputError) as caught:
        load_locale("en", folder)
    assert [problem.subject for problem in caught.value.problems] == ["page.title"]
    with pytest.raises(InputError, match="the file is missing"):
        load_locale("fr", folder)


def test_plural_forms_are_one_word_and_chinese_needs_but_one(folder):
    write(folder, zh="found: 共 {count} 项\n", en='found: {one: one indicator, other: "{count} indicators"}\n')
    assert check_locales(folder, "locales") == ()
    assert load_locale("en", folder)["found"] == {"one": "one indicator", "other": "{count} indicators"}


def test_a_group_with_other_keys_beside_other_is_no_plural(folder):
    write(folder, zh="kind: {other: 其他, plan: 规划}\n", en="kind: {other: Other, plan: Plan}\n")
    assert check_locales(folder, "locales") == ()


def test_each_language_is_told_what_it_lacks(folder):
    write(folder, zh="page: {title: 评估, zh_only: 仅中文}\n", en="page: {title: Evaluation, en_only: English only}\n")
    assert {(problem.file, problem.subject) for problem in check_locales(folder, "locales")} == {
        ("locales/en.yml", "page.zh_only"),
        ("locales/zh.yml", "page.en_only"),
    }


def test_a_word_may_be_empty_in_both_languages_only(folder):
    write(folder, zh='suffix: ""\n', en='suffix: ""\n')
    assert check_locales(folder, "locales") == ()
    write(folder, zh="suffix: 等\n")
    assert [problem.file for problem in check_locales(folder, "locales")] == ["locales/en.yml"]


def test_fields_are_compared_whatever_their_order_and_format(folder):
    write(folder, zh='line: "{value:.1f}，{name}"\n', en='line: "{name}: {value}"\n')
    assert check_locales(folder, "locales") == ()
    write(folder, en='line: "{name}: {}"\n')
    assert {problem.what for problem in check_locales(folder, "locales")} == {
        "a field of the template has no name",
        "the fields differ from those in locales/zh.yml",
    }


def test_each_class_needs_its_words(folder):
    write(folder, zh="verdict: {achieved: 提前实现}\n", en="verdict: {achieved: achieved ahead}\n")
    told = {(problem.file, problem.subject) for problem in check_looks(folder, "locales")}
    assert ("locales/zh.yml", "verdict.ahead") in told and ("locales/en.yml", "verdict.ahead") in told
    assert ("locales/zh.yml", "verdict.achieved") not in told
    assert ("locales/en.yml", "charts.trend.title_final.lagging") in told and ("locales/en.yml", "flag.b") in told


def test_a_code_without_a_look_is_told(folder, monkeypatch):
    monkeypatch.delitem(VERDICTS, PaceVerdict.AHEAD)
    first, *_ = check_looks(folder, "locales")
    assert str(first) == (
        "planbook/looks.py: a code has no look; found PaceVerdict.AHEAD, expected a look for each code. "
        "Fix: add PaceVerdict.AHEAD to its table of looks."
    )


def test_the_groups_that_word_every_verdict_are_known():
    """A new group of the locales in which each verdict has its words is to be listed, so that `check` looks there."""
    judged = {verdict.value for verdict in JUDGED_WORST_FIRST}

    def groups(values, prefix=""):
        for key, value in values.items():
            if isinstance(value, dict) and not key.startswith("in_"):  # in_final: what is said otherwise then
                yield from [f"{prefix}{key}"] if judged <= value.keys() else []
                yield from groups(value, f"{prefix}{key}.")

    for language in LANGUAGES:
        assert sorted(groups(load_locale(language, find_project().locales))) == sorted(WORDED_GROUPS)


def test_the_words_that_ship_say_the_same_in_both_languages():
    project: Project = find_project()
    assert [str(problem) for problem in check_locales(project.locales)] == []
    assert [str(problem) for problem in check_looks(project.locales)] == []
