"""The list of a portfolio: which plans, which years, which languages."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from planbook.errors import InputError, Problem
from planbook.load.mappings import Document, read_document
from planbook.model import EditionName, Text
from planbook.paths import LANGUAGES

__all__ = ["Portfolio", "PortfolioPlan", "Shared", "read_portfolio"]

FORMATS = ("html", "pdf", "docx")
_ADDRESS = re.compile(r"[0-9a-z]+([-_][0-9a-z]+)*")
_KEYS = frozenset({"title", "languages", "formats", "store", "plans", "shared"})
_PLAN_KEYS = frozenset({"folder", "address", "years", "languages", "formats"})


@dataclass(frozen=True)
class PortfolioPlan:
    """A plan of the list: `address` is its folder on the site, `folder` that of its data.

    `years` are the names of its editions, oldest first: 2023, or 2023-06 for the middle of a year.
    """

    address: str
    folder: Path
    years: tuple[str, ...]
    languages: tuple[str, ...]
    formats: tuple[str, ...]


@dataclass(frozen=True)
class Shared:
    """An indicator that several plans have: (plan's address, indicator's id) of each, in the order they are shown.

    `whole` and `whole_indicator` name the plan that the others' figures add up to (分解指标), "" for none.
    """

    name: Text
    indicators: tuple[tuple[str, str], ...]
    whole: str = ""
    whole_indicator: str = ""


@dataclass(frozen=True)
class Portfolio:
    """A list of plans.

    Attributes
    ----------
    store : where workers write archives, an address that fsspec knows (a shared folder, s3://…); "" where each sends
        its archive back.
    """

    title: Text
    plans: tuple[PortfolioPlan, ...]
    store: str = ""
    shared: tuple[Shared, ...] = ()

    @property
    def one_plan(self) -> bool:
        """Whether addresses stay `_site/<year>/`: nothing stands above a single plan."""
        return len(self.plans) == 1


@dataclass
class _Reader:
    document: Document
    problems: list[Problem] = field(default_factory=list)

    def wrong(self, key: str, what: str, found: object, expected: str, fix: str) -> None:
        self.problems.append(self.document.problem(key, what, str(found), expected, fix))


def read_portfolio(path: Path) -> Portfolio:
    """The list at `path`; folders in it are meant from where it lies.

    Raises
    ------
    InputError
        With everything that is wrong with it.
    """
    document, problems = read_document(path, path.name)
    reader = _Reader(document, list(problems))
    if problems:
        raise InputError(problems)
    for key in sorted(set(document.values) - _KEYS):
        reader.wrong(key, "the key is not known", f'"{key}"', f"one of {', '.join(sorted(_KEYS))}", f"delete {key}")
    title = document.get("title")
    texts = title if isinstance(title, Mapping) else {}
    for language in LANGUAGES:
        if not isinstance(texts.get(language), str):
            reader.wrong(f"title.{language}", "the list has no title", texts.get(language), "text", "write a title")
    languages = _several(reader, "languages", document.get("languages"), LANGUAGES, LANGUAGES)
    formats = _several(reader, "formats", document.get("formats"), FORMATS, ("html", "pdf"))
    store = document.get("store") or ""
    if not isinstance(store, str):
        reader.wrong("store", "the store is no address", store, "a folder or an address such as s3://…", "write text")
    plans = _plans(reader, path.parent, languages, formats)
    shared = _shared(reader, {plan.address for plan in plans})
    if reader.problems:
        raise InputError(reader.problems)
    return Portfolio(Text(texts["zh"], texts["en"]), tuple(plans), str(store), tuple(shared))


def _plans(reader: _Reader, base: Path, languages: tuple[str, ...], formats: tuple[str, ...]) -> list[PortfolioPlan]:
    rows = reader.document.get("plans")
    if not isinstance(rows, list) or not rows:
        reader.wrong("plans", "the list names no plan", rows, "at least one plan", "add a plan with folder and years")
        return []
    plans: list[PortfolioPlan] = []
    for number, row in enumerate(rows, start=1):
        key = f"plans.{number}"
        if not isinstance(row, Mapping) or set(row) - _PLAN_KEYS:
            reader.wrong(
                key, "the entry is no plan", row, f"keys of {', '.join(sorted(_PLAN_KEYS))}", "correct the keys"
            )
            continue
        folder = base / str(row.get("folder", ""))
        if not row.get("folder") or not (folder / "plan" / "plan.yml").is_file():
            reader.wrong(
                key, "there is no plan in the folder", row.get("folder"), "a folder with plan/plan.yml", "correct it"
            )
        address = str(row.get("address") or folder.resolve().name)
        if not _ADDRESS.fullmatch(address):
            reader.wrong(
                key, "the address does not suit a site", address, "small letters, digits and hyphens", "add address"
            )
        if address in {plan.address for plan in plans}:
            reader.wrong(key, "two plans have one address", address, "an address for each plan", "add another address")
        years = row.get("years")
        if not isinstance(years, list) or not years or not all(EditionName.fits(str(year)) for year in years):
            reader.wrong(key, "the plan has no years", years, "a list of years such as [2022, 2023]", "write years")
            years = []
        plans.append(
            PortfolioPlan(
                address,
                folder.resolve(),
                _names(years),
                _several(reader, f"{key}.languages", row.get("languages"), LANGUAGES, languages),
                _several(reader, f"{key}.formats", row.get("formats"), FORMATS, formats),
            )
        )
    return plans


def _shared(reader: _Reader, known: set[str]) -> list[Shared]:
    rows, found = reader.document.get("shared"), []
    for number, row in enumerate(rows if isinstance(rows, list) else [], start=1):
        key = f"shared.{number}"
        name = row.get("name") if isinstance(row, Mapping) else None
        indicators = row.get("indicators") if isinstance(row, Mapping) else None
        whole = row.get("whole", {}) if isinstance(row, Mapping) else {}
        texts = name if isinstance(name, Mapping) else {}
        named = all(isinstance(texts.get(language), str) for language in LANGUAGES)
        if not named or not isinstance(indicators, Mapping) or not isinstance(whole, Mapping) or len(whole) > 1:
            expected = "name with zh and en, indicators as plan: id, and whole as one plan: id"
            reader.wrong(key, "the entry is no shared indicator", row, expected, "correct the entry")
            continue
        for plan in sorted({str(plan) for plan in (*indicators, *whole)} - known):
            reader.wrong(key, "the plan is not in the list", plan, f"one of {', '.join(sorted(known))}", "correct it")
        total = next(iter(whole.items()), ("", ""))
        pairs = tuple((str(plan), str(indicator)) for plan, indicator in indicators.items())
        found.append(Shared(Text(texts["zh"], texts["en"]), pairs, str(total[0]), str(total[1])))
    return found


def _names(years: Sequence[object]) -> tuple[str, ...]:
    named = {EditionName.of(str(year)) for year in years}
    return tuple(str(name) for name in sorted(named, key=lambda name: (name.year, name.month or 13)))


def _several(
    reader: _Reader, key: str, given: object, allowed: Sequence[str], default: tuple[str, ...]
) -> tuple[str, ...]:
    if given is None:
        return default
    if not isinstance(given, list) or not given or not set(map(str, given)) <= set(allowed):
        reader.wrong(key, "the choice is not known", given, f"a list of {', '.join(allowed)}", "correct it")
        return default
    return tuple(one for one in allowed if one in given)
