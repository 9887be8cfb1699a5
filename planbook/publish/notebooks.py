"""The executed notebooks to take away, and what they need to run again: `plan-data.zip`, the plan's data beside them.

A notebook finds its data by `planbook.paths.find_project`: in a checkout the project's, elsewhere in the zip in its own
folder or one above. Nothing else but the package itself is needed.
"""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

from planbook.load import import_nbformat
from planbook.model import EditionName
from planbook.paths import BUNDLE
from planbook.present.words import Words
from planbook.publish.folders import write_text
from planbook.publish.request import PublishRequest

__all__ = ["notebook_address", "shareable", "write_bundle", "write_notebook"]

_INJECTED = "injected-parameters"
_IN_BUNDLE = {"data_dir": "data", "params_dir": "params"}  # wherever they lay when the edition was built
_TEXTS = {"text/plain", "text/html"}
_MEMORY = re.compile(r" at 0x[0-9a-f]+")  # <Thing at 0x7f3a…>
# What a Styler begins its ids with, and the id that great_tables gives a table.
_CHANCE = re.compile(r'(?<=id=")(?:T_[0-9a-f]{5,32}(?=")|[a-z]{10}(?=" style="padding))')
_YEARLY = re.compile(r".*/(?P<name>\d{4}(-\d{2})?)\.csv", re.ASCII)


def notebook_address(output: str, name: str) -> str:
    """Where the notebook of a page lies below the language's folder of notebooks, without `.ipynb`."""
    return name if output == "index" else output


def shareable(executed: str) -> str:
    """The executed notebook with its data where a reader has them, and the same every time it is run.

    No path of this machine is left in it, no place in its memory, and none of the ids that libraries draw by chance.
    """
    notebook = json.loads(executed)
    code_cells = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    for number, cell in enumerate(code_cells, start=1):
        for output in cell.get("outputs", ()):
            data = output.get("data", {})
            for kind in _TEXTS & set(data):
                data[kind] = _settled("".join(data[kind]), f"{number}")
        if _INJECTED in cell["metadata"].get("tags", ()):
            source = "".join(cell["source"])
            for name, folder in _IN_BUNDLE.items():
                source = re.sub(rf"^{name} = .*$", f'{name} = "{folder}"', source, flags=re.MULTILINE)
            cell["source"] = source
    return json.dumps(notebook, ensure_ascii=False, indent=1) + "\n"


def _settled(text: str, place: str) -> str:
    text = _MEMORY.sub("", text)
    for count, id in enumerate(dict.fromkeys(_CHANCE.findall(text))):
        text = text.replace(id, f"cell-{place}-{count}")
    return text


def write_notebook(executed: str, words: Words, path: Path) -> None:
    """Write a notebook to take away; its first cell says how it is run again."""
    notebook = json.loads(executed)
    said = words("notebooks.run_again", bundle=BUNDLE)
    cell = import_nbformat().v4.new_markdown_cell(said, id="run-again", metadata={"tags": [words.language]})
    notebook["cells"].insert(0, cell)
    write_text(path, json.dumps(notebook, ensure_ascii=False, indent=1) + "\n")


def write_bundle(request: PublishRequest, path: Path) -> None:
    """Write what an edition is opened from: data known by then, parameters, words, the shell's templates of tables."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as bundle:
        for name, file in sorted(_bundled(request)):
            # the same bytes every time: without the time and rights of the file
            bundle.writestr(zipfile.ZipInfo(name), file.read_bytes(), zipfile.ZIP_DEFLATED)


def _bundled(request: PublishRequest) -> Iterator[tuple[str, Path]]:
    sources = request.project.site_sources
    folders = {
        "data": request.data_dir,
        "params": request.params_dir,
        "site/locales": request.project.locales,
        "site/shell": sources / "shell",
    }
    for place, folder in folders.items():
        for file in folder.rglob("*"):
            below = file.relative_to(folder).as_posix()
            yearly = _YEARLY.fullmatch(below) if place == "data" else None
            if file.is_file() and not (yearly and not request.name.reads(EditionName.of(yearly["name"]))):
                yield f"{place}/{below}", file
