"""How good the evidence for a verdict is, in three words; it never changes the verdict."""

from __future__ import annotations

from planbook.model import Evidence, EvidenceStrength, Flag, Reported, Series, SourceKind

__all__ = ["is_preliminary", "weigh_evidence"]

# Published by whoever is answerable for the figure; anything else has passed through other hands.
FIRST_HAND = frozenset({SourceKind.PLAN, SourceKind.ORIGINAL})
PRELIMINARY = frozenset({Flag.PROVISIONAL, Flag.ESTIMATED, Flag.IMPUTED, Flag.LOW_RELIABILITY})


def weigh_evidence(
    known: Series, source_kind: SourceKind | None, edition_year: int, points: int, minimum_points: int
) -> Evidence | None:
    """The evidence behind the verdict on the latest value; None without a value.

    Strong where nothing weakens it, moderate with one of these, weak with two or more:

    - `second_hand`: the latest value comes from news, a reprint, or a computation, and not from the plan or the
      publisher's own document;
    - `few_values`: fewer comparable yearly values, baseline included, than a projection needs;
    - `old`: the latest value is of an earlier year than the edition;
    - `break`: the series was broken since the baseline;
    - `preliminary`: the latest value is provisional, estimated, imputed or of low reliability;
    - `another_definition`: it is of another definition than the plan's.

    A made-up value is no evidence of anything: `illustrative`, and weak, whatever else holds.

    Parameters
    ----------
    source_kind : of the latest value's source; None where the source is not known.
    points : comparable yearly values, baseline included.
    """
    latest = known.latest
    if latest is None:
        return None
    reasons = [
        reason
        for reason, holds in (
            ("illustrative", latest.illustrative),
            ("second_hand", not latest.illustrative and source_kind not in FIRST_HAND),
            ("few_values", points < minimum_points),
            ("old", latest.year < edition_year),
            ("break", known.break_year is not None),
            ("preliminary", is_preliminary(latest)),
            ("another_definition", latest.flag is Flag.DEFINITION_DIFFERS),
        )
        if holds
    ]
    if latest.illustrative or len(reasons) > 1:
        return Evidence(EvidenceStrength.WEAK, tuple(reasons))
    return Evidence(EvidenceStrength.MODERATE if reasons else EvidenceStrength.STRONG, tuple(reasons))


def is_preliminary(value: Reported) -> bool:
    """Whether a value may still be corrected: provisional, estimated, imputed, or of low reliability."""
    return not PRELIMINARY.isdisjoint(value.flags)
