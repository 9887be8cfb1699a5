"""`python build.py` alone says what there is and what is likeliest to be done next; each step is a call that exists."""

import shlex
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
import yaml
from builders import make_manifest

from planbook.cli import main
from planbook.cli.next_steps import likeliest_steps
from planbook.model import Text
from planbook.paths import find_project
from planbook.publish.manifest import PlanIdentity, write_manifest

SMALL = Path(__file__).parent / "fixtures" / "small_plan"


@pytest.fixture
def place(tmp_path):
    """A project's folder with a plan and a place for editions, none there yet."""
    shutil.copytree(SMALL, tmp_path / "data")
    (tmp_path / "site").mkdir()
    return tmp_path


def calls(place: Path, *more: str) -> list[str]:
    project = replace(find_project(), root=place) if place else find_project()
    return [
        step.call.removeprefix("python build.py ")
        for step in likeliest_steps(project, place / "data", place / "site", *more)
    ]


def publish(place: Path, year: int) -> None:
    (place / "site" / str(year)).mkdir()
    plan = PlanIdentity("libraries_14", Text("规划", "Plan"), "")
    own = yaml.safe_load((place / "data/plan/plan.yml").read_text(encoding="utf-8"))["id"]
    write_manifest(place / "site" / str(year), make_manifest(year=year, plan=replace(plan, id=own)))


def test_a_plan_that_was_not_built_is_to_be_built(place):
    assert calls(place) == ["--year 2023", "returns template --year 2024", "diff 2022 2023"]


def test_an_edition_that_stands_is_to_be_read_and_the_next_year_asked_for(place):
    publish(place, 2023)
    assert calls(place) == ["serve --year 2023", "returns template --year 2024", "diff 2022 2023"]


def test_workbooks_that_lie_there_are_to_be_read(place):
    (place / "_returns/2024").mkdir(parents=True)
    (place / "_returns/2024/图书馆-2024.xlsx").touch()
    assert calls(place)[0] == "returns import _returns/2024/*.xlsx --year 2024"


def test_errors_come_first_and_nothing_is_built_on_them(place):
    file = place / "data/observations/2023.csv"
    file.write_text(file.read_text(encoding="utf-8").replace("i02,2023,74", "i02,2023,约74"), encoding="utf-8")
    found = calls(place)
    assert found[0] == "check --year 2023"
    assert not any(call.startswith(("--year", "serve", "diff")) for call in found)


def test_where_there_is_no_plan_one_is_to_be_made(tmp_path):
    assert calls(tmp_path)[0].startswith("new-plan my-plan --from TABLE.xlsx")


def test_another_plan_s_folder_is_named_in_the_calls_that_take_it(place):
    publish(place, 2023)
    found = calls(place, " --data other", " --out there")
    assert found == [
        "serve --year 2023 --data other --out there",
        "returns template --year 2024 --data other",
        "diff 2022 2023 --data other",
    ]


def test_alone_it_explains_itself_in_the_reader_s_language(capsys):
    assert main([]) == 0
    said = capsys.readouterr().out
    assert said.startswith("Planbook turns a five-year plan") and "\n3. python build.py" in said
    assert main(["--messages", "zh"]) == 0
    said = capsys.readouterr().out
    assert said.startswith("Planbook 将五年规划") and "\n1. python build.py" in said


def test_every_step_is_a_call_the_program_knows(place):
    import typer

    from planbook.cli.commands import application

    command = typer.main.get_command(application)
    for step in [*calls(place), *calls(place, " --data other", " --out there"), *calls(place / "none")]:
        context = command.make_context("build.py", shlex.split(step), resilient_parsing=False)
        name = context.protected_args[0] if getattr(context, "protected_args", ()) else ""
        assert not name or name in command.commands
