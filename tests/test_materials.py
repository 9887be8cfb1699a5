"""The bill of materials: what lies in an edition, what made it, and under which licence."""

import json
import tomllib
from datetime import date
from importlib.metadata import version
from pathlib import Path

import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from packaging.requirements import Requirement

from planbook.publish.materials import BILL, LICENCES, PRINT_FONTS, write_materials

ROOT = Path(__file__).resolve().parents[1]
PUBLISHED = date(2024, 3, 29)


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    made = tmp_path_factory.mktemp("edition")
    write_materials(made, PUBLISHED)
    return made


@pytest.fixture(scope="module")
def bill(folder):
    return json.loads((folder / BILL).read_text(encoding="utf-8"))


def test_it_is_a_valid_cyclonedx_document(folder):
    errors = JsonStrictValidator(SchemaVersion.V1_6).validate_str((folder / BILL).read_text(encoding="utf-8"))
    assert errors is None


def test_what_is_shipped_is_told_from_what_made_it(bill):
    scopes = {component["name"]: component["scope"] for component in bill["components"]}
    shipped = {name for name, scope in scopes.items() if scope == "required"}
    assert shipped == {"plotly.js", "Pagefind", *(name for name, _, _ in PRINT_FONTS.values())}
    assert scopes["pandas"] == scopes["papermill"] == "excluded"
    assert "pytest" not in scopes and "ruff" not in scopes  # they test it, they do not make it


def test_every_direct_requirement_stands_in_it_with_the_version_that_is_installed(bill):
    versions = {component["name"]: component.get("version") for component in bill["components"]}
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    for line in project["project"]["dependencies"]:
        name = Requirement(line).name
        assert versions[name.lower().replace("_", "-")] == version(name)


def test_every_part_that_is_shipped_has_a_licence(bill, folder):
    text = (folder / LICENCES).read_text(encoding="utf-8")
    for component in bill["components"]:
        if component["scope"] == "required":
            (choice,) = component["licenses"]
            licence = choice["license"].get("id") or choice["license"]["name"]
            assert component["name"] in text and licence in text
    assert "SIL Open Font License" in text and "Copyright (c) 2016-2026 Plotly" in text


def test_the_same_bytes_twice(folder, tmp_path):
    write_materials(tmp_path, PUBLISHED)
    for name in (BILL, LICENCES):
        assert (tmp_path / name).read_bytes() == (folder / name).read_bytes()
