"""`plan/plan.yml` and `params/<year>.yml`: what the plan is, and what a year's edition is."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import TypeGuard

from planbook.errors import Problem
from planbook.load.mappings import Document, check_keys, read_document
from planbook.model import EditionKind, EditionName, EditionParameters, Licence, Origin, Period, Plan, Text, Thresholds

__all__ = ["build_parameters", "build_plan", "check_parameters", "check_plan", "read_parameters"]

_PLAN_TEXTS = (
    "id",
    "source_id",
    "title.zh",
    "title.en",
    "short_title.zh",
    "short_title.en",
    "issuer.zh",
    "issuer.en",
    "area.zh",
    "area.en",
    "area.code",
    "period.zh",
    "period.en",
    "predecessor.zh",
    "predecessor.en",
)
_PLAN_YEARS = (
    "baseline_year",
    "period.first_year",
    "period.last_year",
    "predecessor.first_year",
    "predecessor.last_year",
)
_PLAN_OPTIONAL = (
    "document_number",
    "publisher.zh",
    "publisher.en",
    "licence.name",
    "licence.zh",
    "licence.en",
    "licence.path",
)
_PARAMETER_KEYS = ("year", "kind", "cut_off", "published", "title.zh", "title.en")
_NEEDS_MEASURES, _SITE_ADDRESS = "needs_measures", "site_address"
_THRESHOLDS = ("ahead", "on_pace", "likely", "unlikely", "interval", "minimum_points")

# A Student-t prediction needs one degree of freedom beyond the two of a straight line.
_FEWEST_POINTS = 3


def _check_type(
    document: Document, keys: tuple[str, ...], fits: Callable[[object], bool], expected: str, fix: str
) -> list[Problem]:
    return [
        document.problem(
            key, "the value is not of the right kind", f"{document.get(key)!r}", expected, fix.format(key=key)
        )
        for key in keys
        if document.get(key) not in (None, "") and not fits(document.get(key))
    ]


def _is_year(value: object) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool) and 1900 <= value <= 2200


def _is_date(value: object) -> TypeGuard[date]:
    return isinstance(value, date) and not isinstance(value, datetime)


def _is_number(value: object) -> TypeGuard[float]:
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < float("inf")


def check_plan(document: Document) -> tuple[Problem, ...]:
    """What is wrong with `plan.yml`: unknown or missing keys, kinds of values, order of years."""
    problems = list(check_keys(document, (*_PLAN_TEXTS, *_PLAN_YEARS, "issued"), _PLAN_OPTIONAL))
    problems += _check_type(
        document,
        (*_PLAN_TEXTS, *_PLAN_OPTIONAL),
        lambda value: isinstance(value, str),
        "text",
        "write {key} in double quotes",
    )
    problems += _check_type(document, _PLAN_YEARS, _is_year, "a year such as 2021", "write {key} as a year")
    problems += _check_type(document, ("issued",), _is_date, "a date such as 2021-08-27", "write {key} as a date")
    for period in ("period", "predecessor"):
        first, last = document.get(f"{period}.first_year"), document.get(f"{period}.last_year")
        if _is_year(first) and _is_year(last) and first > last:
            problems.append(
                document.problem(
                    f"{period}.last_year",
                    "the period ends before it begins",
                    f"{first}-{last}",
                    f"a year from {first} on",
                    "swap the two years",
                )
            )
    first, baseline = document.get("period.first_year"), document.get("baseline_year")
    if _is_year(first) and _is_year(baseline) and baseline >= first:
        problems.append(
            document.problem(
                "baseline_year",
                "the baseline lies inside the plan period",
                str(baseline),
                f"a year before {first}",
                "write the year the plan starts from",
            )
        )
    return tuple(problems)


def build_plan(document: Document) -> Plan:
    """The plan that a sound `plan.yml` describes."""

    def text(key: str) -> Text:
        return Text(document.text(f"{key}.zh"), document.text(f"{key}.en"))

    def period(key: str) -> Period:
        return Period(text(key), document.whole(f"{key}.first_year"), document.whole(f"{key}.last_year"))

    return Plan(
        id=document.text("id"),
        title=text("title"),
        short_title=text("short_title"),
        document_number=document.text("document_number"),
        issuer=text("issuer"),
        issued=document.day("issued"),
        area=text("area"),
        area_code=document.text("area.code"),
        baseline_year=document.whole("baseline_year"),
        period=period("period"),
        predecessor=period("predecessor"),
        source_id=document.text("source_id"),
        publisher=text("publisher") if document.get("publisher.zh") else Text("Planbook", "Planbook"),
        licence=Licence(document.text("licence.name"), text("licence"), document.text("licence.path"))
        if document.get("licence.name")
        else None,
        origin=Origin(document.shown, lines=document.lines),
    )


def read_parameters(edition: int | str | EditionName, folder: Path, shown: str) -> tuple[Document, tuple[Problem, ...]]:
    """The parameters of one edition; a missing file says what to copy."""
    name = f"{edition}.yml"
    if not (folder / name).is_file():
        others = sorted(path.name for path in folder.glob("[0-9][0-9][0-9][0-9].yml"))
        copied = f"copy {shown}/{others[-1]} to {shown}/{name} and edit it" if others else f"add {shown}/{name}"
        return Document(f"{shown}/{name}"), (
            Problem(
                f"{shown}/{name}",
                f"there are no parameters for the edition of {edition}",
                ", ".join(others) or "no file",
                name,
                copied,
            ),
        )
    return read_document(folder / name, f"{shown}/{name}")


def check_parameters(document: Document, edition: int | str | EditionName) -> tuple[Problem, ...]:
    """What is wrong with the parameters of an edition, thresholds out of order included."""
    named = EditionName.of(edition)
    year = named.year
    optional = tuple(f"thresholds.{name}" for name in _THRESHOLDS)
    problems = list(check_keys(document, _PARAMETER_KEYS, (*optional, _NEEDS_MEASURES, _SITE_ADDRESS)))
    problems += _check_type(
        document,
        (_SITE_ADDRESS,),
        lambda value: isinstance(value, str) and re.fullmatch(r"https?://[^\s/]+(/\S*)?", value) is not None,
        "an address such as https://example.org/evaluation/",
        "write {key} with https:// before it, or leave it out",
    )
    problems += _check_type(
        document, (_NEEDS_MEASURES,), lambda value: isinstance(value, bool), "true or false", "write true or false"
    )
    problems += _check_type(
        document, ("title.zh", "title.en"), lambda value: isinstance(value, str), "text", "write {key} in double quotes"
    )
    problems += _check_type(
        document,
        ("cut_off", "published"),
        _is_date,
        "a date such as 2023-12-31",
        "write {key} as a date without quotes",
    )
    problems += _check_type(document, optional, _is_number, "a number", "write {key} as a number such as 0.8")
    if document.get("year") not in (None, year):
        problems.append(
            document.problem(
                "year",
                "the year is not the one the file is named after",
                str(document.get("year")),
                str(year),
                f"write year: {year}",
            )
        )
    kinds = [kind.value for kind in EditionKind]
    if document.get("kind") not in (None, "", *kinds):
        problems.append(
            document.problem(
                "kind",
                "the kind of edition is not known",
                f'"{document.get("kind")}"',
                "one of " + ", ".join(kinds),
                "write one of these",
            )
        )
    cut_off, published = document.get("cut_off"), document.get("published")
    if _is_date(cut_off) and cut_off.year != year:
        problems.append(
            document.problem(
                "cut_off",
                "the cut-off date lies outside the edition's year",
                str(cut_off),
                f"a date in {year}",
                f"write {year}-12-31, or the day the figures end",
            )
        )
    elif _is_date(cut_off) and named.month not in (None, cut_off.month):
        problems.append(
            document.problem(
                "cut_off",
                "the cut-off date is not in the month the edition is named after",
                str(cut_off),
                f"a date in {named}",
                "correct the date, or rename the file",
            )
        )
    if _is_date(cut_off) and _is_date(published) and published < cut_off:
        problems.append(
            document.problem(
                "published",
                "the edition is published before its figures end",
                str(published),
                f"a date from {cut_off} on",
                "correct the date",
            )
        )
    problems += _check_thresholds(document)
    return tuple(problems)


def _thresholds(document: Document) -> dict[str, float]:
    """Each threshold by name: as given where it is a number, else as it is by default."""
    value: dict[str, float] = {}
    for name in _THRESHOLDS:
        number = document.get(f"thresholds.{name}")
        value[name] = number if _is_number(number) else getattr(Thresholds(), name)
    return value


def _check_thresholds(document: Document) -> list[Problem]:
    default = Thresholds()
    value = _thresholds(document)

    def problem(name: str, expected: str) -> Problem:
        return document.problem(
            f"thresholds.{name}",
            "the threshold is out of order",
            f"{value[name]:g}",
            expected,
            f"write {name} as {getattr(default, name):g}, or another value in that range",
        )

    problems = []
    if value["on_pace"] <= 0:
        problems.append(problem("on_pace", "a pace ratio above 0"))
    if value["ahead"] <= value["on_pace"]:
        problems.append(problem("ahead", f"more than on_pace ({value['on_pace']:g})"))
    if not 0 < value["likely"] < 1:
        problems.append(problem("likely", "a probability between 0 and 1"))
    if not 0 < value["unlikely"] < value["likely"]:
        problems.append(problem("unlikely", f"between 0 and likely ({value['likely']:g})"))
    if not 0 < value["interval"] < 1:
        problems.append(problem("interval", "a coverage between 0 and 1, such as 0.8"))
    if value["minimum_points"] < _FEWEST_POINTS or value["minimum_points"] % 1:
        problems.append(problem("minimum_points", f"a whole number of at least {_FEWEST_POINTS}"))
    return problems


def cut_off_of(document: Document) -> date | None:
    """The day an edition's figures end; None where its parameters do not say."""
    found = document.get("cut_off")
    return found if _is_date(found) else None


def build_parameters(document: Document, edition: int | str | EditionName) -> EditionParameters:
    """The edition of that name, as sound parameters describe it."""
    value = _thresholds(document)
    return EditionParameters(
        year=document.whole("year"),
        kind=EditionKind(document.text("kind")),
        cut_off=document.day("cut_off"),
        published=document.day("published"),
        title=Text(document.text("title.zh"), document.text("title.en")),
        thresholds=Thresholds(
            ahead=value["ahead"],
            on_pace=value["on_pace"],
            likely=value["likely"],
            unlikely=value["unlikely"],
            interval=value["interval"],
            minimum_points=int(value["minimum_points"]),
        ),
        month=EditionName.of(edition).month,
        needs_measures=document.get(_NEEDS_MEASURES) is True,
        site_address=f"{str(address).rstrip('/')}/" if (address := document.get(_SITE_ADDRESS)) else "",
    )
