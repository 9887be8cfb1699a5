"""A plan's folder from its table. What the table does not say stands there as a stand-in that says so."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

from planbook.drafts.table import DraftIndicator
from planbook.model import UnitKind
from planbook.schema import CHAPTERS, INDICATORS, OBSERVATIONS, SOURCES, UNITS, schema_of

__all__ = ["STAND_IN_EN", "STAND_IN_ZH", "Identity", "write_folder"]

STAND_IN_ZH, STAND_IN_EN = "（待补）", "to be supplied"
_HEADING, _SOURCE = "c1", "plan"
# Units that are the same in every plan: kind, English, decimals. Others are written as the table has them.
_UNITS = {
    "%": (UnitKind.SHARE, "%", "%", 1),
    "人": (UnitKind.COUNT, "person", "persons", 0),
    "万人": (UnitKind.RATE, "ten thousand persons", "ten thousand persons", 1),
    "户": (UnitKind.COUNT, "household", "households", 0),
    "岁": (UnitKind.RATE, "year", "years", 1),
    "元": (UnitKind.MONEY, "yuan", "yuan", 0),
    "万元": (UnitKind.MONEY, "ten thousand yuan", "ten thousand yuan", 1),
    "亿元": (UnitKind.MONEY, "hundred million yuan", "hundred million yuan", 1),
    "公里": (UnitKind.RATE, "kilometre", "kilometres", 1),
    "平方米": (UnitKind.RATE, "square metre", "square metres", 1),
}
_COUNTED = frozenset("个家张所件项名处座辆台条对村社区")


@dataclass(frozen=True)
class Identity:
    """What a plan is; "" for what is not known yet."""

    title: str
    first_year: int
    last_year: int
    area: str = ""
    issuer: str = ""
    document_number: str = ""


def write_folder(indicators: Sequence[DraftIndicator], identity: Identity, folder: Path) -> tuple[str, ...]:
    """Write a folder that builds; the keys of its files, in order.

    Raises
    ------
    FileExistsError
        When the folder is there and not empty.
    """
    if folder.exists() and any(folder.iterdir()):
        raise FileExistsError(17, "the folder is not empty", str(folder))
    units = {indicator.unit: f"u{number:02d}" for number, indicator in enumerate(_first_of_each(indicators), start=1)}
    files = {
        "plan/plan.yml": _plan(identity),
        CHAPTERS: _table(
            CHAPTERS,
            [
                {
                    "chapter_id": _HEADING,
                    "number": "一",
                    "title_zh": "主要指标",
                    "title_en": "Main indicators",
                    "notebook": "03-indicators",
                }
            ],
        ),
        UNITS: _table(UNITS, (_unit(unit, unit_id) for unit, unit_id in units.items() if unit)),
        INDICATORS: _table(INDICATORS, (_row(one, identity, units) for one in indicators)),
        SOURCES: _table(
            SOURCES,
            [
                {
                    "source_id": _SOURCE,
                    "title_zh": identity.title,
                    "title_en": f"The plan itself ({STAND_IN_EN})",
                    "publisher_zh": identity.issuer or STAND_IN_ZH,
                    "publisher_en": f"Issuer ({STAND_IN_EN})",
                    "document_number": identity.document_number,
                    "kind": "plan",
                }
            ],
        ),
        f"{OBSERVATIONS}/{identity.first_year}.csv": _table(f"{OBSERVATIONS}/{identity.first_year}.csv", []),
    }
    for year in range(identity.first_year, identity.last_year + 1):
        files[f"params/{year}.yml"] = _parameters(identity, year)
    for key, text in files.items():
        (folder / key).parent.mkdir(parents=True, exist_ok=True)
        (folder / key).write_text(text, encoding="utf-8", newline="\n")
    return tuple(files)


def _first_of_each(indicators: Iterable[DraftIndicator]) -> Iterable[DraftIndicator]:
    return {indicator.unit: indicator for indicator in indicators if indicator.unit}.values()


def _table(key: str, rows: Iterable[dict[str, object]]) -> str:
    text = io.StringIO()
    writer = csv.DictWriter(text, schema_of(key).names, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def _row(one: DraftIndicator, identity: Identity, units: dict[str, str]) -> dict[str, object]:
    english = one.name_en or f"Indicator {one.number} ({STAND_IN_EN})"
    return {
        "indicator_id": f"i{one.number:02d}",
        "number": one.number,
        "chapter_id": _HEADING,
        "name_zh": one.name,
        "name_en": english,
        "short_name_zh": one.name,
        "short_name_en": english,
        "definition_zh": one.definition or STAND_IN_ZH,
        "definition_en": f"Definition {STAND_IN_EN}",
        "formula_zh": one.formula,
        "formula_en": f"Formula {STAND_IN_EN}" if one.formula else "",
        "baseline_year": identity.first_year - 1,
        "baseline": _plain(one.baseline),
        "target_year": identity.last_year,
        "target": _plain(one.target),
        "target_high": _plain(one.target_high),
        "bound": one.bound.value,
        "direction": one.direction.value,
        "unit_id": units.get(one.unit) or next(iter(units.values()), ""),
        "type": one.type.value,
        "target_kind": one.kind.value,
        "source_id": _SOURCE,
    }


def _plain(number: float | None) -> str:
    return "" if number is None else f"{number:.12g}"


def _unit(unit: str, unit_id: str) -> dict[str, object]:
    counted = unit and all(sign in _COUNTED for sign in unit)
    kind, one, other, decimals = _UNITS.get(
        unit, (UnitKind.COUNT if counted else UnitKind.RATE, f"({unit})", f"({unit})", 0 if counted else 1)
    )
    return {"unit_id": unit_id, "kind": kind.value, "zh": unit, "en_one": one, "en_other": other, "decimals": decimals}


def _plan(identity: Identity) -> str:
    first, last = identity.first_year, identity.last_year
    document = {
        "id": f"plan_{first}_{last}",
        "title": {"zh": identity.title, "en": f"The plan of {first}–{last} ({STAND_IN_EN})"},
        "short_title": {"zh": identity.title, "en": f"Plan of {first}–{last}"},
        "document_number": identity.document_number or STAND_IN_ZH,
        "issuer": {"zh": identity.issuer or STAND_IN_ZH, "en": f"Issuer ({STAND_IN_EN})"},
        "issued": _Day(f"{first}-01-01"),
        "area": {"zh": identity.area or STAND_IN_ZH, "en": f"Area ({STAND_IN_EN})", "code": "000000"},
        "baseline_year": first - 1,
        "period": {"zh": f"{first}—{last}年", "en": f"{first}–{last}", "first_year": first, "last_year": last},
        "predecessor": {
            "zh": f"{2 * first - last - 1}—{first - 1}年",
            "en": f"{2 * first - last - 1}–{first - 1}",
            "first_year": 2 * first - last - 1,
            "last_year": first - 1,
        },
        "source_id": _SOURCE,
    }
    return "# issued, area.code and what is marked as to be supplied are not known yet\n" + _dump(document)


def _parameters(identity: Identity, year: int) -> str:
    kind = "final" if year == identity.last_year else "mid_term" if year == identity.first_year + 2 else "monitoring"
    return _dump(
        {
            "year": year,
            "kind": kind,
            "cut_off": _Day(f"{year}-12-31"),
            "published": _Day(f"{year + 1}-03-31"),
            "title": {
                "zh": f"{identity.title}实施评估（{year}年）",
                "en": f"Evaluation of the plan, {year} ({STAND_IN_EN})",
            },
        }
    )


class _Day(str):
    """A date that YAML writes without quotes."""


def _dump(document: dict[str, object]) -> str:
    class Writer(yaml.SafeDumper):
        pass

    Writer.add_representer(_Day, lambda writer, day: writer.represent_scalar("tag:yaml.org,2002:timestamp", str(day)))
    return yaml.dump(document, Dumper=Writer, allow_unicode=True, sort_keys=False, width=1000)
