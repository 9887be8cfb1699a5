"""`datapackage.json`: the description of a plan's folder, written from `planbook.schema`.

A folder need not carry one. Where it does, it may say more than the schema (a licence, contributors), never other
types: the file travels with the figures, and whoever validates them elsewhere goes by it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path

from planbook.errors import InputError, Problem
from planbook.load.documents import build_plan, check_plan
from planbook.load.limits import too_deep
from planbook.load.mappings import read_document
from planbook.load.tables import Tables, read_tables
from planbook.schema import describe_tables, schema_of

__all__ = ["PACKAGE", "check_package", "describe_folder"]

PACKAGE = "datapackage.json"


def describe_folder(folder: Path, shown: str) -> str:
    """The text of `datapackage.json` for a plan's folder; the same for the same files.

    Raises
    ------
    InputError
        When the plan or a table cannot be read.
    """
    document, problems = read_document(folder / "plan" / "plan.yml", f"{shown}/plan/plan.yml")
    tables, unread = read_tables(folder, shown)
    problems = problems or check_plan(document)
    if problems or unread:
        raise InputError((*problems, *unread))
    plan = build_plan(document)
    descriptor = {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": f"planbook-{plan.id.replace('_', '-')}",
        "title": f"{plan.title.zh}评估数据 / Evaluation data, {plan.title.en}",
        "description": "示例数据（来源类别 illustrative）系虚构，非官方数据。 / "
        "Figures whose source is of kind illustrative are made up for demonstration and not official.",
        "version": "1.0.0",
        "resources": describe_tables(table.key for table in tables if (folder / table.key).is_file()),
    }
    return json.dumps(descriptor, ensure_ascii=False, indent=2) + "\n"


def check_package(tables: Tables) -> Iterator[Problem]:
    """In what a folder's own `datapackage.json` contradicts the schema or its files."""
    shown = tables.show(PACKAGE)
    try:
        text = (tables.folder / PACKAGE).read_text(encoding="utf-8")
        if too_deep(text):
            raise json.JSONDecodeError("brackets too deep in one another", text, 0)
        descriptor = json.loads(text)
        resources = {resource["path"]: resource for resource in descriptor["resources"] if "path" in resource}
    except (FileNotFoundError, IsADirectoryError):
        return
    except (UnicodeDecodeError, json.JSONDecodeError) as error:
        yield Problem(
            shown,
            "the file cannot be read as JSON",
            getattr(error, "msg", "other bytes"),
            "JSON in UTF-8",
            "mend the line, or delete the file: it is made of the schema where there is none",
            row=getattr(error, "lineno", None),
        )
        return
    except (KeyError, TypeError, AttributeError):
        yield Problem(
            shown,
            "the file does not describe a data package",
            "no list of resources",
            "an object with resources",
            "mend it, or delete the file: it is made of the schema where there is none",
        )
        return
    for path, resource in resources.items():
        if not isinstance(path, str) or not (tables.folder / path).is_file():
            yield Problem(
                shown,
                "a file is described that is not there",
                str(path),
                "a file for each resource",
                f"add {path}, or delete resource {resource.get('name', path)}",
            )
        elif path in tables:
            yield from _check_types(path, resource, shown)


def _check_types(path: str, resource: Mapping[str, object], shown: str) -> Iterator[Problem]:
    schema = resource.get("schema")
    fields = schema.get("fields", []) if isinstance(schema, Mapping) else []
    types = {field.get("name"): field.get("type", "any") for field in fields if isinstance(field, Mapping)}
    for column in schema_of(path).columns:
        given = types.get(column.name, column.type)
        if given not in (column.type, "any"):
            yield Problem(
                shown,
                f'column "{column.name}" is described with another type',
                f"{given} in resource {resource.get('name', path)}",
                column.type,
                f"write {column.type}",
            )
