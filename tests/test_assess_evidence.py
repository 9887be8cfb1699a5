"""The strength of the evidence behind a verdict, rule by rule."""

from __future__ import annotations

import pytest
from builders import BED

from planbook.assess.evidence import weigh_evidence
from planbook.model import EvidenceStrength, Flag, Reported, Series, SourceKind


def values(*flags, illustrative=False, last_year=2023):
    first = last_year - len(flags) + 1
    return Series(
        "i03",
        BED,
        tuple(Reported(first + n, 100.0 + n, Flag(flag), illustrative=illustrative) for n, flag in enumerate(flags)),
    )


def weigh(known, kind=SourceKind.ORIGINAL, points=4):
    return weigh_evidence(known, kind, 2023, points, 3)


def test_the_publishers_own_figure_of_the_year_is_strong_evidence():
    assert weigh(values("", "", "")).strength is EvidenceStrength.STRONG
    assert weigh(values("", "", "r"), SourceKind.PLAN).reasons == ()


@pytest.mark.parametrize(
    ("known", "kind", "points", "reason"),
    [
        (values("", "", ""), SourceKind.NEWS, 4, "second_hand"),
        (values("", "", ""), SourceKind.REPRINT, 4, "second_hand"),
        (values("", "", ""), SourceKind.DERIVED, 4, "second_hand"),
        (values("", "", ""), None, 4, "second_hand"),
        (values(""), SourceKind.ORIGINAL, 2, "few_values"),
        (values("", "", last_year=2022), SourceKind.ORIGINAL, 3, "old"),
        (values("", "b", ""), SourceKind.ORIGINAL, 3, "break"),
        (values("", "", "p"), SourceKind.ORIGINAL, 4, "preliminary"),
        (values("", "", "e"), SourceKind.ORIGINAL, 4, "preliminary"),
        (values("", "", "d"), SourceKind.ORIGINAL, 4, "another_definition"),
    ],
)
def test_each_weakness_makes_it_moderate(known, kind, points, reason):
    found = weigh(known, kind, points)
    assert (found.strength, found.reasons) == (EvidenceStrength.MODERATE, (reason,))


def test_two_weaknesses_make_it_weak():
    found = weigh(values("", "", "p"), SourceKind.NEWS)
    assert (found.strength, found.reasons) == (EvidenceStrength.WEAK, ("second_hand", "preliminary"))


def test_a_made_up_value_is_weak_whatever_else_holds():
    found = weigh(values("", "", "", illustrative=True), SourceKind.ILLUSTRATIVE)
    assert (found.strength, found.reasons) == (EvidenceStrength.WEAK, ("illustrative",))


def test_without_a_value_there_is_no_evidence():
    assert weigh(Series("i03", BED, ())) is None
