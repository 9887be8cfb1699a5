"""Every command that README and guides show, tried: run in a copy of the project, or, where it builds whole editions or
does not end, read by the program's own parser. Pictures are there and small, and every link leads to a file.
"""

import glob
import re
import shlex
import shutil
from pathlib import Path

import openpyxl
import pytest
import typer
import yaml
from bad_inputs.cases import CASES as BAD
from office_inputs import as_it_comes, damaged, flags, handed_in, texts  # noqa: F401  their cases
from office_inputs.cases import CASES

from planbook.cli import main
from planbook.cli.commands import application
from planbook.cli.messages import take_language
from planbook.paths import find_project

ROOT = find_project().root
GUIDES = sorted((ROOT / "docs/guides").glob("*.md"))
SHOWN = [ROOT / "README.md", *GUIDES, ROOT / "data/README.md", ROOT / "docs/portfolio.md"]
WHOLE_LINE = re.compile(r"^(?:pip install \S+ \S+ && )?(python build\.py.*?)(?:\s{2,}#.*)?$", re.MULTILINE)
INLINE = re.compile(r"`(python build\.py[^`]*)`")
# Read by the parser only: these build editions, which tests/test_end_to_end.py and test_office_year.py do, or go on.
NOT_RUN = {
    "build": "builds an edition",
    "serve": "does not end",
    "build-all": "builds editions",
    "backtest": "a minute",
    "verify": "builds an edition again",
}
PLACEHOLDERS = {"DIR": "data", "FILE…": "a.xlsx", "TABLE.xlsx": "a.xlsx", "NAME": "x", "PORTFOLIO.yml": "a.yml"}
PLACEHOLDERS |= {"MAPPING.yml": "a.yml", "<year>": "2023"}


def commands(path: Path) -> list[str]:
    """The calls of a document, in its order, each as it stands after `python build.py`."""
    text = path.read_text(encoding="utf-8")
    blocks = re.findall(r"^```(?:sh)?\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    whole = [found for block in blocks for found in WHOLE_LINE.findall(block)]
    rest = re.sub(r"^```.*?^```", "", text, flags=re.MULTILINE | re.DOTALL)
    return [
        *whole,
        *(call if call.startswith("python") else f"python build.py {call}" for call in INLINE.findall(rest)),
    ]


def arguments(call: str) -> list[str]:
    for sign, meant in PLACEHOLDERS.items():
        call = call.replace(sign, meant)
    return take_language(shlex.split(call, comments=True)[2:])[0]


def name_of(call: str) -> str:
    """The call's name: `returns import`, `build` where none is said."""
    words = arguments(call)
    if not words or words[0].startswith("-"):
        return "build" if words else "alone"
    return " ".join(words[: 2 if words[0] == "returns" else 1])


def parse(call: str) -> None:
    """Let the program's own parser read a call; it raises where it does not know something."""
    words, command = arguments(call), typer.main.get_command(application)
    context = command.make_context("build.py", list(words))
    while words and not words[0].startswith("-") and hasattr(command, "resolve_command"):
        _, command, words = command.resolve_command(context, words)
        group = hasattr(command, "resolve_command")
        context = command.make_context(command.name, list(words), parent=context)
        if not group:
            break


ALL = [(path, call) for path in SHOWN for call in dict.fromkeys(commands(path))]


def test_there_are_commands_to_try():
    assert len(ALL) > 40
    assert {name_of(call) for _, call in ALL} >= {"alone", "build", "check", "pull", "serve", "returns import", "diff"}


@pytest.mark.parametrize(("path", "call"), ALL, ids=[f"{path.stem}: {call[16:56]}" for path, call in ALL])
def test_every_command_shown_is_one_that_the_program_knows(path, call):
    parse(call)


def test_the_parser_refuses_what_it_does_not_know():
    with pytest.raises(Exception, match="No such option"):
        parse("python build.py check --yaer 2023")
    with pytest.raises(Exception, match="No such command"):
        parse("python build.py chekc --year 2023")


def test_every_option_of_the_readme_s_table_is_one_of_the_build():
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    named = {
        option
        for cell in re.findall(r"^\| (`--.*?) \|", text, re.MULTILINE)
        for option in re.findall("`(--[a-z-]+)", cell)
    }
    known = {name for option in typer.main.get_command(application).params for name in option.opts}
    assert len(named) >= 10 and named <= known


@pytest.fixture(scope="module")
def copy(tmp_path_factory):
    """A copy of the project as a fresh checkout has it, with what the analyst of the guide has lying there."""
    folder = tmp_path_factory.mktemp("copy") / "planbook"
    left_out = shutil.ignore_patterns("_build", "_site", "_returns", ".*", "__pycache__", "tests", "benchmarks")
    shutil.copytree(ROOT, folder, ignore=left_out)
    guide = (ROOT / "docs/guides/analyst.md").read_text(encoding="utf-8")
    mapping = re.search(r"```yaml\n(# yearbook\.yml\n.*?)```", guide, re.DOTALL)[1]
    (folder / "yearbook.yml").write_text(mapping, encoding="utf-8")
    meant = yaml.safe_load(mapping)
    book = openpyxl.Workbook()
    page = book.active
    page.title = meant["sheet"]
    page["B2"], page["A3"], page["B3"] = "2023年", meant["take"]["care_beds"]["says"], 823  # as the bulletin says
    book.save(folder / meant["file"])
    (folder / "table.csv").write_text(
        "序号,指标名称,定义,基准值,目标值,单位,指标类型\n1,图书馆藏书量,年末藏书总数,20,≥26,万册,预期性\n",
        encoding="utf-8",
    )
    return folder


@pytest.mark.parametrize("path", [ROOT / "README.md", *GUIDES], ids=lambda path: path.stem)
def test_every_command_shown_does_what_it_says(path, copy, monkeypatch, capsys):
    monkeypatch.chdir(copy)
    shutil.rmtree(copy / "my-plan", ignore_errors=True)
    run = 0
    for call in dict.fromkeys(commands(path)):
        words = take_language(shlex.split(call, comments=True)[2:])
        given = [one for word in words[0] for one in (sorted(glob.glob(word)) if "*" in word else [word])]
        if name_of(call) in NOT_RUN or any(sign in call for sign in PLACEHOLDERS):
            continue
        code = main([*given, *(["--messages", words[1]] if words[1] else [])])
        said = capsys.readouterr()
        # A draft that lacks what nobody may invent is no error; audit counts what is open.
        assert code == 0, (call, said.err or said.out)
        assert "Traceback" not in said.err and (said.out or said.err), call
        run += 1
    assert run or path.stem.startswith("reader") or path.stem == "README"


def test_both_languages_of_a_guide_show_the_same_mapping():
    found = [
        yaml.safe_load(re.search(r"```yaml\n(.*?)```", (ROOT / "docs/guides" / name).read_text("utf-8"), re.DOTALL)[1])
        for name in ("analyst.md", "analyst-zh.md")
    ]
    assert found[0] == found[1]


@pytest.mark.parametrize("path", GUIDES, ids=lambda path: path.stem)
def test_pictures_are_there_and_small_and_links_lead_somewhere(path):
    text = path.read_text(encoding="utf-8")
    pictures = re.findall(r"!\[[^\]]+\]\(([^)]+)\)", text)
    assert pictures
    for name in pictures:
        content = (path.parent / name).read_bytes()
        assert content.startswith(b"\x89PNG") and len(content) < 200_000, name
    for target in re.findall(r"(?<!!)\[[^\]]*\]\(([^)#]+)", text):
        assert (path.parent / target).exists(), target


def test_as_many_inputs_are_tried_as_the_guide_says():
    text = (ROOT / "docs/guides/maintainer.md").read_text(encoding="utf-8")
    told = re.search(
        r"more than (\d+) inputs as offices send them .* more than (\d+) that break one rule each", text, re.DOTALL
    )
    assert len(CASES) > int(told[1]) > 0.8 * len(CASES) and len(BAD) > int(told[2]) > 0.8 * len(BAD)
