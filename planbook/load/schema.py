"""The tables against `datapackage.json`, checked by Frictionless.

Frictionless rather than pandera, because the schema is data, not code: `datapackage.json` travels with the figures,
is published with them, and validates with the `frictionless` command line wherever the data go; another plan brings
its own. Pandera would need the same rules written a second time in Python.

Frictionless is handed the rows `planbook.load.tables` has read, so that a problem names the line of the file, and
every error it reports is put in Planbook's form. It reads more than a statistician would as a number ("NaN",
"1_000", digits of other scripts); those are refused here.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from planbook.errors import Problem
from planbook.load.libraries import import_jsonschema
from planbook.load.tables import COLUMNS, REQUIRED_TABLES, YEARLY_FOLDERS, CsvTable, Tables, closest, plain_number

__all__ = ["check_schema"]

_NUMERIC = ("integer", "number")
_TYPE_NAMES = {
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
    "date": "a date such as 2023-12-31",
    "year": "a year such as 2023",
    "string": "text",
}


@dataclass(frozen=True)
class _Package:
    """The descriptor: its resources by the path of their file, schemas resolved."""

    shown: str
    resources: dict[str, dict] = field(default_factory=dict)

    def resource_of(self, table: CsvTable) -> dict | None:
        """The resource that describes a table; a yearly file nobody described is read like its neighbours."""
        if table.key in self.resources or table.kind not in YEARLY_FOLDERS:
            return self.resources.get(table.key)
        neighbours = [path for path in sorted(self.resources) if path.startswith(f"{table.kind}/")]
        return self.resources[neighbours[-1]] if neighbours else None

    def path_of(self, name: str) -> str:
        return next((path for path, resource in self.resources.items() if resource["name"] == name), name)


def check_schema(tables: Tables) -> tuple[Problem, ...]:
    """Everything in which the tables break `datapackage.json`, and everything wrong with that file."""
    package, problems = _read_package(tables.folder, tables.show("datapackage.json"))
    if package is None:
        return tuple(problems)
    described: dict[str, dict] = {}
    for table in tables:
        resource = package.resource_of(table)
        if resource is None:
            if len(table.cells):
                problems.append(
                    Problem(
                        package.shown,
                        "a table is not described",
                        f"no resource with path {table.key}",
                        "a resource for each table",
                        f"add a resource for {table.key}",
                    )
                )
            continue
        if table.key not in package.resources:
            problems.append(
                Problem(
                    package.shown,
                    "a file is not described",
                    f"no resource with path {table.key}",
                    "a resource for each file",
                    f"copy the resource of {resource['path']} and name {table.key} in it",
                    severity="warning",
                )
            )
        wrong = _check_fields(table, resource, package)
        problems.extend(wrong)
        if not wrong:
            described[table.key] = resource["schema"]
    problems.extend(_validate(tables, described, package))
    problems.extend(
        Problem(
            package.shown,
            "a file is described that is not there",
            path,
            "a file for each resource",
            f"add {path}, or delete resource {resource['name']}",
        )
        for path, resource in package.resources.items()
        # Those the edition cannot do without are told of already; later years are not read.
        if path not in REQUIRED_TABLES and not path.startswith("observations/") and not (tables.folder / path).is_file()
    )
    return tuple(problems)


def _read_package(folder: Path, shown: str) -> tuple[_Package | None, list[Problem]]:
    path = folder / "datapackage.json"
    try:
        descriptor = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None, [
            Problem(
                shown,
                "the file is missing",
                "no file",
                "a Frictionless Data Package",
                "copy the datapackage.json that ships with Planbook and keep the tables you have",
            )
        ]
    except (UnicodeDecodeError, json.JSONDecodeError) as error:
        return None, [
            Problem(
                shown,
                "the file cannot be read as JSON",
                getattr(error, "msg", "other bytes"),
                "JSON in UTF-8",
                "mend the line",
                row=getattr(error, "lineno", None),
            )
        ]
    import_jsonschema()
    from frictionless import FrictionlessException, Package

    try:
        descriptor = _inline(folder, descriptor)
        Package.from_descriptor(descriptor)
    except FrictionlessException as error:
        reasons = error.reasons or [error.error]
        return None, [
            Problem(
                shown,
                "the file does not describe a data package",
                reason.note,
                "a Frictionless Data Package",
                "mend the descriptor",
            )
            for reason in reasons
        ]
    except (AttributeError, KeyError, OSError, TypeError, ValueError) as error:
        return None, [
            Problem(
                shown,
                "the file does not describe a data package",
                repr(error),
                "a Frictionless Data Package",
                "mend the descriptor",
            )
        ]
    single = [resource for resource in descriptor["resources"] if isinstance(resource.get("path"), str)]
    return _Package(shown, {resource["path"]: resource for resource in single}), []


def _inline(folder: Path, descriptor: dict) -> dict:
    """The descriptor with schemas that lie in files of their own put in their place."""
    resources = [
        resource | {"schema": json.loads((folder / resource["schema"]).read_text(encoding="utf-8"))}
        if isinstance(resource.get("schema"), str)
        else resource
        for resource in descriptor.get("resources", [])
    ]
    return descriptor | {"resources": resources}


def _check_fields(table: CsvTable, resource: Mapping, package: _Package) -> list[Problem]:
    """Where the descriptor and the model disagree on a table's columns."""
    types = {field["name"]: field.get("type", "any") for field in resource.get("schema", {}).get("fields", [])}
    place = f"resource {resource['name']}"
    problems = []
    for name, needed in COLUMNS[table.kind].items():
        if name not in types:
            problems.append(
                Problem(
                    package.shown,
                    f'column "{name}" is not described',
                    f"no such field in {place}",
                    f"a field of type {needed}",
                    f"add the field to {place}",
                )
            )
        elif not _fits(types[name], needed):
            problems.append(
                Problem(
                    package.shown,
                    f'column "{name}" is described with another type',
                    f"{types[name]} in {place}",
                    needed,
                    f"write {needed}",
                )
            )
    problems.extend(
        Problem(
            package.shown,
            f'column "{name}" is described but not known',
            f"a field of {place}",
            "one of " + ", ".join(COLUMNS[table.kind]),
            f"delete the field from {place}",
        )
        for name in types
        if name not in COLUMNS[table.kind]
    )
    return problems


def _fits(given: str, needed: str) -> bool:
    return given == needed or (needed, given) in {("integer", "year"), ("string", "any")}


def _validate(tables: Tables, schemas: Mapping[str, dict], package: _Package) -> Iterator[Problem]:
    """Frictionless on the rows as they were read: text, in the order of the schema."""
    from frictionless import Package

    keys = {f"table-{index}": key for index, key in enumerate(schemas)}
    lists = _IdLists(tables, package, schemas)
    resources = []
    for name, key in keys.items():
        columns = [entry["name"] for entry in schemas[key]["fields"]]
        resources.append(
            {
                "name": name,
                "schema": lists.redirect(schemas[key], key),
                "data": [columns, *tables[key].cells[columns].to_numpy().tolist()],
            }
        )
    if not resources:
        return
    report = Package.from_descriptor({"resources": [*resources, *lists.resources.values()]}).validate()
    for task in report.tasks:
        if task.name not in keys:
            continue
        table = tables[keys[task.name]]
        explainer = _Explainer(tables, table, schemas[table.key], lists.referred, told=set())
        for problem, cell in _odd_numbers(table):
            explainer.told.add(cell)
            yield problem
        for error in task.errors:
            yield from explainer.explain(error.to_dict())


@dataclass(frozen=True)
class _IdLists:
    """Foreign keys turned to lists of ids alone.

    Frictionless copies and reads the whole table a foreign key refers to, once for each key; with the ids in tables of
    one column the check of all keys takes a tenth of the time. Keys into tables that could not be read are left out:
    why they could not is told already.
    """

    tables: Tables
    package: _Package
    schemas: Mapping[str, dict]
    resources: dict[str, dict] = field(default_factory=dict)
    referred: dict[str, str] = field(default_factory=dict)  # name of the list → key of the table

    def redirect(self, schema: dict, key: str) -> dict:
        turned = [self._turn(entry, key) for entry in schema.get("foreignKeys", [])]
        rest = {name: value for name, value in schema.items() if name != "foreignKeys"}
        return rest | {"foreignKeys": [entry for entry in turned if entry is not None]} if any(turned) else rest

    def _turn(self, entry: Mapping, key: str) -> dict | None:
        reference = entry["reference"]
        target = self.package.path_of(reference["resource"]) if reference["resource"] else key
        columns = _as_list(reference["fields"])
        if target not in self.schemas or not set(columns) <= set(self.tables[target].cells.columns):
            return None
        name = "ids-" + re.sub(r"[^a-z0-9]", "-", f"{target}-{'-'.join(columns)}".lower())
        if name not in self.resources:
            self.referred[name] = target
            self.resources[name] = {
                "name": name,
                "schema": {"fields": [{"name": column, "type": "string"} for column in columns]},
                "data": [columns, *self.tables[target].cells[columns].to_numpy().tolist()],
            }
        return {"fields": _as_list(entry["fields"]), "reference": {"resource": name, "fields": columns}}


def _as_list(names: str | list[str]) -> list[str]:
    return [names] if isinstance(names, str) else list(names)


def _odd_numbers(table: CsvTable) -> Iterator[tuple[Problem, tuple[int, str]]]:
    """Cells of number columns that are not plain finite numbers."""
    for column, kind in COLUMNS[table.kind].items():
        if kind not in _NUMERIC:
            continue
        for line, text in table.cells[column].items():
            if not text:
                continue
            if text.strip().strip("+-").lower() in ("nan", "inf", "infinity"):
                yield (
                    table.problem(
                        line,
                        f'column "{column}" holds no finite number',
                        f'"{text}"',
                        "a finite number, or an empty cell where nothing is reported",
                        "empty the cell, or write the figure",
                    ),
                    (line, column),
                )
            elif plain_number(text) is None or (kind == "integer" and plain_number(text) % 1):
                yield (
                    table.problem(
                        line,
                        f'column "{column}" does not hold {_TYPE_NAMES[kind]}',
                        f'"{text}"',
                        f"{_TYPE_NAMES[kind]} in plain digits, without separators or unit",
                        _as_digits(text, kind),
                    ),
                    (line, column),
                )


def _as_digits(text: str, kind: str) -> str:
    """What to do about a cell like "9,365 beds": write its digits."""
    number = plain_number(re.sub(r"[^0-9.]", "", text))
    if number is None:
        return "write the figure in digits, or empty the cell where nothing is reported"
    return f"write digits only, such as {round(number) if kind == 'integer' else f'{number:.10g}'}"


@dataclass(frozen=True)
class _Explainer:
    """Puts Frictionless errors of one table in Planbook's form; `told` holds the cells already spoken of."""

    tables: Tables
    table: CsvTable
    schema: Mapping
    referred: Mapping[str, str]  # name of a list of ids → key of the table it was taken from
    told: set[tuple[int | None, str]]

    def explain(self, error: Mapping) -> Iterator[Problem]:
        kind, column = error["type"], error.get("fieldName", "")
        row = int(self.table.cells.index[error["rowNumber"] - 2]) if "rowNumber" in error else None
        if (row, column) in self.told:
            return
        if kind == "type-error":
            self.told.add((row, column))
            expected = _TYPE_NAMES.get(self._field(column)["type"], "a value of the described type")
            yield self.table.problem(
                row,
                f'column "{column}" does not hold {expected}',
                f'"{error["cell"]}"',
                expected,
                f'correct "{column}"',
            )
        elif kind == "constraint-error":
            if not self._told_by_content(row, column):
                yield self._constraint(error, row, column)
        elif kind in ("primary-key", "unique-error"):
            yield from self._key(error, row)
        elif kind == "foreign-key":
            yield self._reference(error, row)
        else:
            yield self.table.problem(
                row,
                error["title"].lower(),
                error["note"],
                "a table as datapackage.json describes it",
                "correct the file",
            )

    def _told_by_content(self, row: int, column: str) -> bool:
        """What the checks of content say better, because they know more than the cell."""
        cells = self.table.cells.loc[row]
        if self.table.kind in YEARLY_FOLDERS and column == "year" and cells[column]:
            return True  # outside the plan, or after the file
        if column == "quote" and not cells[column]:
            return True
        stem, _, language = column.rpartition("_")
        twin = {"zh": f"{stem}_en", "en": f"{stem}_zh"}.get(language, "")
        return not cells[column] and bool(cells.get(twin))  # a missing translation

    def _field(self, column: str) -> Mapping:
        return next(entry for entry in self.schema["fields"] if entry["name"] == column)

    def _constraint(self, error: Mapping, row: int, column: str) -> Problem:
        entry = self._field(column)
        name = re.search(r'constraint "(\w+)"', error["note"])[1]
        rule, cell = entry["constraints"][name], error["cell"]
        what, found, expected = f'column "{column}" breaks a rule', f'"{cell}"', f"{name} {rule}"
        fix = f'correct "{column}"'
        if name == "required":
            what, found, expected = f'column "{column}" is empty', "an empty cell", "a value"
            fix = f'fill in "{column}"'
        elif name == "enum":
            codes = ", ".join(str(code) for code in rule if code != "")
            what, found = f'column "{column}" holds an unknown code', f'"{cell}"{closest(cell, rule)}'
            expected = f"one of {codes}" + ("" if entry["constraints"].get("required") else ", or an empty cell")
            fix = "write one of these codes"
        elif name in ("minimum", "maximum"):
            what = f'column "{column}" is too {"small" if name == "minimum" else "large"}'
            expected = f"{'at least' if name == 'minimum' else 'at most'} {rule}"
        elif name == "pattern":
            what = f'column "{column}" is not written as it should be'
            expected = f"text such as {entry['example']}" if "example" in entry else f"text of the pattern {rule}"
            expected += f" ({entry['description']})" if "description" in entry else ""
        return self.table.problem(row, what, found, expected, fix)

    def _key(self, error: Mapping, row: int) -> Iterator[Problem]:
        """A key that stands twice, told once, however many constraints it breaks."""
        unique = error["type"] == "unique-error"
        columns = [error["fieldName"]] if unique else _as_list(self.schema.get("primaryKey", []))
        values = self.table.cells.loc[row, columns]
        if not all(values) or (row, columns[0]) in self.told:
            return  # an empty key is told as an empty cell
        self.told.add((row, columns[0]))
        same = (self.table.cells[columns] == values).all(axis=1)
        rows = "rows " + " and ".join(str(line) for line in self.table.cells.index[same])
        if self.table.kind in YEARLY_FOLDERS:
            yield self.table.problem(
                row,
                "a second value for the same year",
                rows,
                f"one row per {columns[0]} and year in a file",
                "delete the row that does not hold",
            )
        else:
            yield self.table.problem(
                row,
                f"{' and '.join(columns)} stands twice",
                rows,
                f"each {' and '.join(columns)} once",
                "delete one of the rows, or give it an id of its own",
            )

    def _reference(self, error: Mapping, row: int) -> Problem:
        key = self.referred[error["referenceName"]]
        value = ", ".join(str(cell) for cell in error["fieldCells"])
        noun = error["fieldNames"][-1].removesuffix("_id").replace("_", " ")
        listed = self.tables.show(key)
        return self.table.problem(
            row,
            f"the {noun} is not listed",
            f'"{value}"{closest(value, self.tables.ids(key))}',
            f"an id of {listed}",
            f"correct the id, or add a row for it to {listed}",
        )
