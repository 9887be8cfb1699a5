"""Writes a stand-in for the `quarto` command into a folder.

It behaves as Quarto was seen to behave under a program: messages on standard error only, exit code 0 or 1, output
below the project's output-dir in the folder of its source, profiles merged, filters of the extension run, a search
index and libraries beside the pages. What goes wrong is chosen by the environment variable STAND_IN: `fail` (a schema
error, then a long trace), `skip` (ends with 0 and leaves a page out), `warn`, `font` (end with 0 and a warning),
`wait` (does not end). It refuses what Quarto 1.11 was seen to refuse or to spoil: text where the schema wants a number,
unknown settings, tables of raw HTML that it would read itself, ids of tables that it would number, a font path below
the root.
"""

import stat
import sys
from pathlib import Path

SCRIPT = r"""#!{python}
import json, os, re, subprocess, sys, time
from pathlib import Path
import pypandoc, yaml

mode = os.environ.get("STAND_IN", "")
arguments = sys.argv[1:]
Path(os.environ["STAND_IN_LOG"]).open("a").write(" ".join(arguments) + "\n")
if arguments == ["--version"]:
    print(os.environ.get("STAND_IN_VERSION", "1.9.38"))
    sys.exit(0)
if mode == "fail":
    sys.stderr.write("\x1b[33mWARN: something\nERROR: In file _quarto.yml\n")
    sys.stderr.write("(line 3) property name wrong is invalid\n")
    sys.stderr.write("    at file:///opt/quarto.js:1:1\n" * 40)
    sys.exit(1)
if mode == "wait":
    child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])  # as Quarto starts Deno
    Path(os.environ["STAND_IN_LOG"] + ".child").write_text(str(child.pid))
    time.sleep(600)
assert os.environ.get("NO_COLOR") == "1" and "--quiet" not in arguments
if mode == "warn":
    sys.stderr.write("\x1b[33mWARN: Unable to resolve link target: x.qmd\x1b[39m\n")
if mode == "font":
    sys.stderr.write("warning: unknown font family: no such font\n")

def refuse(*lines):
    sys.stderr.write("\n".join(lines) + "\nERROR: Render failed due to invalid YAML.\n")
    sys.exit(1)

def merged(one, other):
    if isinstance(one, dict) and isinstance(other, dict):
        return {key: merged(one[key], other[key]) if key in one and key in other else {**one, **other}[key]
                for key in {**one, **other}}
    return other

profile = arguments[arguments.index("--profile") + 1]
settings = merged(*(yaml.safe_load(Path(name).read_text()) for name in ("_quarto.yml", f"_quarto-{profile}.yml")))
extension = Path("_extensions/planbook")
formats = yaml.safe_load((extension / "_extension.yml").read_text())["contributes"]["formats"]
KNOWN = {"project": {"type", "output-dir", "render"},
         "website": {"title", "description", "favicon", "search", "page-navigation", "open-graph", "navbar", "sidebar",
                     "page-footer", "announcement"}}
for part, known in KNOWN.items():
    for name in set(settings.get(part, {})) - known:
        refuse(f"ERROR: In file _quarto.yml: property name {name} is invalid")

def check_document(text, front, format):
    for name in ("toc-depth",):
        if not isinstance(front.get(name, 1), int):
            refuse(f"ERROR: Field \"{name}\" has value '{front[name]}', which must instead be a number")
    if "<table" in text and formats[format].get("html-table-processing") != "none":
        refuse("ERROR: the tables of raw HTML lose their ids: html-table-processing is not none")
    if re.search(r"\{#(tbl|sec|eq|lst)-", text):
        refuse("ERROR: Quarto gives a number of its own to what bears such an id")

def render(page):
    text = Path(page).read_text(encoding="utf-8")
    front = yaml.safe_load(text.split("---\n")[1])
    target = Path(settings["project"]["output-dir"]) / page
    target.parent.mkdir(parents=True, exist_ok=True)
    if "planbook-typst" in front.get("format", {}):
        check_document(text, front, "typst")
        for path in front["format"]["planbook-typst"]["font-paths"]:
            if path.startswith("/") or not (Path(page).parent / path).is_dir():
                refuse(f"ERROR: no fonts in {path}, which is below the project")
        target.with_suffix(".pdf").write_bytes(b"%PDF-1.7 stand-in")
        return None
    check_document(text, front, "html")
    filters = [f"--lua-filter={(extension / one['path']).resolve()}" for one in formats["html"]["filters"]]
    about = target.with_suffix(".json")
    about.write_text(json.dumps({"planbook": settings.get("planbook", {})}))
    body = subprocess.run(
        [pypandoc.get_pandoc_path(), page, "--from", formats["html"]["from"], "--to", "html5", "--mathml",
         "--wrap=none", "--section-divs", "--metadata-file", str(about), *filters],
        check=True, capture_output=True, text=True).stdout
    about.unlink()
    up = "../" * page.count("/")
    target.with_suffix(".html").write_text(
        f'<!DOCTYPE html>\n<html lang="{settings["lang"]}"><head><meta name="quarto:offset" content="{up}">'
        f'<title>{front["title"]}</title><script src="{up}site_libs/quarto.js"></script></head><body>'
        f'<nav><a class="dropdown-item" href="{up}en/index.html">English</a>'
        f'<a href="{up}editions/2022/zh/index.html">2022</a></nav>'
        f'<main class="content" id="quarto-document-content"><header id="title-block-header">'
        f'<h1 class="title">{front["title"]}</h1></header>{body}</main></body></html>', encoding="utf-8")
    return {"objectID": f"{page[:-4]}.html", "href": f"{page[:-4]}.html", "title": front["title"], "text": ""}

named = [one for one in arguments[1:] if one.endswith(".qmd")]
pages = named or settings["project"]["render"]
found = [render(page) for page in (pages[1:] if mode == "skip" else pages)]
output = Path(settings["project"]["output-dir"])
(output / "site_libs").mkdir(parents=True, exist_ok=True)
(output / "site_libs" / "quarto.js").write_text("")
(output / "favicon.svg").write_text(Path("favicon.svg").read_text())
(output / "search.json").write_text(json.dumps([one for one in found if one]))
"""


def install_stand_in(folder: Path) -> Path:
    """The path of the stand-in, made executable in `folder`."""
    command = folder / "quarto"
    command.write_text(SCRIPT.replace("{python}", sys.executable), encoding="utf-8")
    command.chmod(command.stat().st_mode | stat.S_IXUSR)
    return command
