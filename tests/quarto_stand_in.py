"""Writes a stand-in for the `quarto` command into a folder.

It behaves as Quarto was seen to behave under a program: messages on standard error only, exit code 0 or 1, output
below the project's output-dir, front matter's `template` honoured through pandoc. What goes wrong is chosen by the
environment variable STAND_IN: `fail` (a schema error, then a long trace), `skip` (ends with 0 and leaves a page out),
`warn` (ends with 0 and a warning). It refuses what Quarto 1.11 was seen to refuse or to spoil: text where the schema
wants a number, raw HTML tables it would read itself, a font path below the root, a page without an upper-case doctype.
"""

import stat
import sys
from pathlib import Path

SCRIPT = """#!{python}
import os, subprocess, sys
from pathlib import Path
import pypandoc, yaml

mode = os.environ.get("STAND_IN", "")
arguments = sys.argv[1:]
Path(os.environ["STAND_IN_LOG"]).open("a").write(" ".join(arguments) + "\\n")
if arguments == ["--version"]:
    print(os.environ.get("STAND_IN_VERSION", "1.9.38"))
    sys.exit(0)
if mode == "fail":
    sys.stderr.write("\\x1b[33mWARN: something\\nERROR: In file _quarto.yml\\n")
    sys.stderr.write("(line 3) property name wrong is invalid\\n")
    sys.stderr.write("    at file:///opt/quarto.js:1:1\\n" * 40)
    sys.exit(1)
assert os.environ.get("NO_COLOR") == "1" and "--quiet" not in arguments
if mode == "warn":
    sys.stderr.write("WARN: unknown font family: no such font\\n")

def refuse(*lines):
    sys.stderr.write("\\n".join(lines) + "\\nERROR: Render failed due to invalid YAML.\\n")
    sys.exit(1)

def check_document(text, front, settings):
    if not isinstance(front.get("toc-depth", 1), int):
        refuse('ERROR: Field "toc-depth" has value \\'%s\\', which must instead be a number' % front["toc-depth"])
    if "<table" in text and settings.get("html-table-processing") != "none":
        refuse("ERROR: the tables of raw HTML lose their ids: html-table-processing is not none")
    for path in settings.get("font-paths", ()):
        if not Path(path.lstrip("/")).is_dir():
            refuse("ERROR: no fonts in %s, which is below the project" % path)

if arguments[1] != ".":
    source = Path(arguments[1])
    text = source.read_text(encoding="utf-8")
    front = yaml.safe_load(text.split("---")[1])
    check_document(text, front, front.get("format", {}).get("typst", {}))
    source.with_suffix(".pdf").write_bytes(b"%PDF-1.7 stand-in")
    if mode == "skip":
        source.with_suffix(".pdf").unlink()
    sys.exit(0)
settings = yaml.safe_load(Path("_quarto.yml").read_text())
pages = settings["project"]["render"]
for page in pages[1:] if mode == "skip" else pages:
    text = Path(page).read_text(encoding="utf-8")
    front = yaml.safe_load(text.split("---")[1])
    check_document(text, front, settings["format"]["html"])
    template = (Path(page).parent / front["format"]["html"]["template"]).resolve()
    target = (Path(settings["project"]["output-dir"]) / page).with_suffix(".html")
    target.parent.mkdir(parents=True, exist_ok=True)
    subprocess.run([pypandoc.get_pandoc_path(), page, "--from", settings["from"], "--to", "html5",
                    "--template", str(template), "--toc", "--toc-depth", "3", "--mathml", "--wrap=none",
                    "--output", str(target)], check=True)
    made = target.read_text(encoding="utf-8")
    if not made.startswith("<!DOCTYPE"):  # Quarto knows no other spelling
        target.write_text(made.replace("<!doctype html>", ""), encoding="utf-8")
"""


def install_stand_in(folder: Path) -> Path:
    """The path of the stand-in, made executable in `folder`."""
    command = folder / "quarto"
    command.write_text(SCRIPT.replace("{python}", sys.executable), encoding="utf-8")
    command.chmod(command.stat().st_mode | stat.S_IXUSR)
    return command
