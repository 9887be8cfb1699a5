"""What is read of an edition is noted, by what of it is used; what cannot be told counts as a whole."""

import copy
import json
import pickle
from collections import Counter
from dataclasses import fields, replace

import pytest

from planbook.model import Inputs
from planbook.present import reads as noted
from planbook.present.edition import open_edition
from planbook.present.reads import Reads, value_of, watch

PLAIN = {"a": 1, "b": {"c": 2, "other": 3}}


@pytest.fixture
def names():
    return []


@pytest.fixture
def edition(names):
    """The edition of 2023, noting in `names` what is read of it, without the name of the edition."""
    noted.note_reads(Reads(names.append))
    try:
        yield open_edition(2023, "en")
    finally:
        noted.note_reads(None)


def told(names):
    """Names without what they begin with, the edition's or the words' place."""
    found = [name.replace("edition[", "[").replace("words[", "[") for name in names]
    return [name[: name.index("[")] + name.partition("]")[2].removeprefix(".") for name in found]


@pytest.mark.parametrize(
    ("read", "expected"),
    [
        (lambda one: one["a"], ["x['a']"]),
        (lambda one: one.get("a"), ["x['a']"]),
        (lambda one: one.get("z"), ["x['z']"]),
        (lambda one: "a" in one, ["'a' in x"]),
        (lambda one: list(one), ["x.keys"]),
        (lambda one: len(one), ["x.keys"]),
        (lambda one: bool(one), ["x.keys"]),
        (lambda one: one["b"], []),
        (lambda one: one["b"]["c"], ["x['b']['c']"]),
        (lambda one: list(one["b"].values()), ["x['b']"]),
        (lambda one: dict(one["b"]), ["x['b'].keys", "x['b']['c']", "x['b']['other']"]),
        (lambda one: {**one["b"]}, ["x['b'].keys", "x['b']['c']", "x['b']['other']"]),
        (lambda one: one["b"] | {}, ["x['b']"]),
        (lambda one: {} | one["b"], ["x['b']"]),
        (lambda one: one["b"] == {}, ["x['b']"]),
        (lambda one: one["b"].copy(), ["x['b']"]),
        (lambda one: one["b"].pop("c"), ["x['b']['c']"]),
        (lambda one: json.dumps(one["b"]), ["x['b']"]),
        (lambda one: Counter(one["b"]), ["x['b'].keys", "x['b']['c']", "x['b']['other']"]),
        (lambda one: copy.deepcopy(one["b"]), ["x['b']"]),
        (lambda one: pickle.loads(pickle.dumps(one["b"])), ["x['b']"]),
        (lambda one: repr(one["b"]), ["x['b']"]),
    ],
)
def test_a_mapping_notes_the_items_read_its_keys_or_all(names, read, expected):
    watched = read(watch(copy.deepcopy(PLAIN), "x", Reads(names.append)))
    assert names == expected
    assert watched == read(copy.deepcopy(PLAIN))


def test_a_key_that_is_not_there_is_noted_and_told_as_ever(names):
    watched = watch(dict(PLAIN), "x", Reads(names.append))
    with pytest.raises(KeyError, match="'z'"):
        watched["z"]
    assert names == ["x['z']"]


def test_an_edition_notes_the_subject_and_not_its_neighbours(edition, names):
    names.clear()
    edition.inputs.series_of("i03")
    assert edition.assessments["i03"].indicator_id == "i03"
    assert sorted(told(names)) == [
        "assessments['i03']",
        "inputs._observed['i03']",
        "inputs.indicators['i03']",
        "inputs.parameters",
        "inputs.units['bed']",
    ]


def test_a_frame_counts_as_a_whole_and_words_one_by_one(edition, names):
    names.clear()
    edition.inputs.context.head()
    edition.words("outlook.likely")
    assert told(names)[0] == "inputs.context"
    assert "['outlook']['likely']" in told(names)
    assert not any("unlikely" in name for name in names)


def test_every_field_of_inputs_is_noted(edition, names):
    for field in fields(Inputs):
        names.clear()
        value = getattr(edition.inputs, field.name)
        list(value.values()) if isinstance(value, dict) else value
        assert told(names) == [f"inputs.{field.name}"]


def test_inputs_made_of_others_have_read_them(edition, names):
    names.clear()
    inputs = edition.inputs
    made = replace(inputs, official_only=True)
    assert "inputs.context" in told(names) and made.official_only
    assert made.series_of("i03") == inputs.series_of("i03")
    assert type(pickle.loads(pickle.dumps(inputs))) is Inputs


def test_a_name_leads_to_what_was_read(edition):
    roots = {"edition": lambda *place: edition, "words": lambda *place: edition.words.entries}
    assert value_of("edition['2023', 'a', 'b', False].inputs.parameters", roots) == edition.inputs.parameters
    assert value_of("edition['2023', 'a', 'b', False].assessments['i03']", roots).indicator_id == "i03"
    assert value_of("edition['2023', 'a', 'b', False].assessments['i99']", roots) == noted.ABSENT
    assert value_of("'i99' in edition['2023', 'a', 'b', False].inputs.indicators", roots) is False
    assert value_of("words['en', 'a', '']['outlook']['likely']", roots) == edition.words("outlook.likely")
    with pytest.raises(ValueError, match="no name of what was read"):
        value_of("print(1)", roots)


def test_nothing_is_noted_while_an_edition_is_opened_by_hand():
    assert noted.current_reads() is None
    assert type(open_edition(2023, "en").inputs) is Inputs
