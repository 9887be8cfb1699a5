"""Attributes of frames: copied by pandas with every step, and each copy a frame's own."""

import copy

import pandas as pd

from planbook.present.attributes import Texts


def test_a_frame_made_of_another_has_headings_and_words_of_its_own():
    frame = pd.DataFrame({"pace": ["ahead"]})
    frame.attrs = {"labels": Texts(pace="Pace"), "words": Texts(pace=Texts(ahead="Ahead"))}
    made = frame.assign(year=2023)
    made.attrs["labels"]["year"] = "Year"
    made.attrs["words"]["pace"]["lagging"] = "Lagging"
    assert frame.attrs == {"labels": {"pace": "Pace"}, "words": {"pace": {"ahead": "Ahead"}}}
    assert made.attrs["words"] == {"pace": {"ahead": "Ahead", "lagging": "Lagging"}}


def test_a_mapping_put_in_later_is_copied_too():
    words = Texts(pace=Texts(ahead="Ahead"))
    words["source_id"] = {"yearbook": "Yearbook"}
    copied = copy.deepcopy(words)
    copied["source_id"]["yearbook"] = "another"
    assert words["source_id"] == {"yearbook": "Yearbook"}
