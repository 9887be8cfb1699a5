"""The digest of a value: the same for the same content, another for whatever may show otherwise."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from planbook.model import Flag, Text
from planbook.paths import find_project
from planbook.present.edition import edition_name
from planbook.run.state import State, digest_of

FRAME = pd.DataFrame({"year": [2021, 2022], "value": [1.0, np.nan], "note": ["", "甲"]})


def test_equal_content_has_one_digest_whatever_objects_hold_it():
    text = Text("床位", "beds")
    assert digest_of([text, text]) == digest_of([text, Text("床" + "位", "be" + "ds")])
    assert digest_of(FRAME) == digest_of(FRAME.copy())
    assert digest_of(frozenset([0.5, 1.5, 2.5])) == digest_of(frozenset([2.5, 0.5, 1.5]))
    assert digest_of(np.float64(0.1)) == digest_of(0.1)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"a": 1, "b": 2}, {"b": 2, "a": 1}),  # the plan's order
        ([1, 2], [[1], 2]),
        (["ab", "c"], ["a", "bc"]),
        (1, 1.0),
        (1, True),
        ("1", 1),
        (None, "None"),
        (0.1 + 0.2, 0.3),
        (date(2023, 1, 1), "2023-01-01"),
        (Flag.PROVISIONAL, Flag.ESTIMATED),
        (Text("a", "b"), Text("b", "a")),
        (FRAME, FRAME.iloc[::-1]),
        (FRAME, FRAME.rename(columns={"note": "remark"})),
        (FRAME, FRAME.assign(year=FRAME["year"].astype(float))),
        (FRAME, FRAME.fillna({"value": 0.0})),
    ],
)
def test_another_content_has_another_digest(one, other):
    assert digest_of(one) != digest_of(other)


def test_what_is_not_known_has_no_digest():
    with pytest.raises(TypeError, match="no digest of a function"):
        digest_of([lambda: None])


def test_every_part_of_an_edition_has_a_digest_that_another_process_gives_too():
    project = find_project()
    opened = edition_name(2023, project.data, project.params, False)
    state = State([project.data])
    names = ["inputs.context", "inputs.indicators", "assessments['i03']", "previous_inputs._observed['i03']"]
    names += [f"found[{name!r}]" for name in ("backtest", "hindsight", "comparison", "aggregates", "official_figures")]
    names += ["inputs", "previous_inputs", "previous", "found['earlier_inputs'][2021].observations"]
    digests = {name: state.digest(f"{opened}.{name}") for name in names}
    assert len(set(digests.values())) == len(names)
    assert digests == {name: State([project.data]).digest(f"{opened}.{name}") for name in names}


def test_files_and_folders_count_by_content_and_by_names(tmp_path):
    file = tmp_path / "a.csv"
    names = [f"file[{str(file)!r},]", f"folder[{str(tmp_path)!r},]"]

    def now():
        return [State([]).digest(name) for name in names]

    absent = now()
    file.write_text("1")
    there = now()
    assert absent[0] != there[0] and absent[1] != there[1]
    file.write_text("2")
    assert now()[0] != there[0] and now()[1] == there[1]
    file.write_text("1")
    assert now() == there


def test_words_count_key_by_key_and_where_they_are_missing(tmp_path):
    locales = tmp_path / "locales"
    locales.mkdir()
    (locales / "en.yml").write_text("a:\n  b: one\n  c: two\n")
    place = f"words['en', {locales.as_posix()!r}, '']"
    names = [f"{place}['a']['b']", f"{place}['a']['c']", f"{place}['a']['d']", f"'other' in {place}['a']"]
    before = [State([]).digest(name) for name in names]
    (locales / "en.yml").write_text("a:\n  b: one\n  c: three\n  d: four\n")
    after = [State([]).digest(name) for name in names]
    assert [one == other for one, other in zip(before, after, strict=True)] == [True, False, False, True]


def test_a_state_knows_when_its_files_change(tmp_path):
    (tmp_path / "a.csv").write_text("1")
    state = State([tmp_path, Path("/nowhere")])
    assert not state.has_changed
    (tmp_path / "a.csv").write_text("2")
    assert state.has_changed


def test_replace_of_a_noun_changes_its_digest():
    text = Text("甲", "a")
    assert digest_of(replace(text, en="b")) != digest_of(text)
