"""Three lines of pandas in a chapter: whatever an evaluator shows is on the page, in both reports, and runs again."""

import re
import shutil
from html import unescape
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient
from nbformat.v4 import new_code_cell, new_markdown_cell

from planbook.cli import main
from planbook.publish.links import find_broken_links, find_foreign_requests
from planbook.publish.notebooks import shareable

ROOT = Path(__file__).resolve().parents[1]
SMALL = ROOT / "tests" / "fixtures" / "small_plan"
CHAPTER = "03-indicators"
MARK = "◇"

# What an evaluator might write, and what of it has to be found wherever it is published.
CELLS = {
    "frame": ('values = edition.observations("i01")\nvalues[["value", "illustrative"]]', ["238,000"]),
    "series": ('values["value"].rename("visits so far").cumsum()', ["visits so far"]),
    "number": ('values["value"].iloc[-1] / 1000', ["238"]),
    "text": ('"Readers <came> & went"', ["Readers <came> & went"]),
    "plotly": (
        "import plotly.express as px\n\npx.line(values.reset_index(), x='year', y='value', title='Visits, drawn')",
        ["Visits, drawn"],
    ),
    "pie": (
        "import plotly.graph_objects as go\n\ngo.Figure(go.Pie(labels=['branch', 'mobile'], values=[71, 29]))",
        ["branch", "71"],
    ),
    "matplotlib": (
        "import matplotlib.pyplot as plt\n\nfigure, axes = plt.subplots()\naxes.plot([2021, 2022], [1, 2])\n"
        "axes.set_title('到馆人次')",
        ["到馆人次"],
    ),
    "great_tables": (
        "from great_tables import GT\n\nGT(values.reset_index()[['year', 'value']]).tab_header('A great table')",
        ["A great table"],
    ),
    "styler": (
        "values[['value']].style.format('{:.1f}').set_caption('A styled table')",
        ["A styled table", "238000.0"],
    ),
    "markdown": ("from IPython.display import Markdown, Math\n\nMarkdown('A **telling** sentence.')", ["telling"]),
    "latex": (r"Math(r'c = \frac{x - x_0}{x_T - x_0}')", []),
    "folded": ("values.assign(thousands=values['value'] / 1000)", ["thousands"]),
}


def with_cells(source: Path, target: Path) -> None:
    notebook = nbformat.read(source, as_version=4)
    pair = [
        new_markdown_cell(text, metadata={"tags": [tag]}) for tag, text in (("zh", "## 另外"), ("en", "## Besides"))
    ]
    cells = [new_code_cell(code, id=f"own-{name.replace('_', '-')}") for name, (code, _) in CELLS.items()]
    cells[-1].metadata["tags"] = ["computation"]
    notebook.cells[-1:-1] = [*pair, *cells]
    target.parent.mkdir(parents=True)
    nbformat.write(notebook, target)


@pytest.fixture(scope="module")
def edition(tmp_path_factory):
    import great_tables  # noqa: F401

    folder = tmp_path_factory.mktemp("own")
    shutil.copytree(SMALL, folder / "plan")
    with_cells(ROOT / "notebooks" / f"{CHAPTER}.ipynb", folder / "plan" / "notebooks" / f"{CHAPTER}.ipynb")
    options = ["--lang", "en", "--format", "html,pdf,docx", "--publisher", "embedded", "--show-code"]
    assert main(["--year", "2023", "--data", str(folder / "plan"), "--out", str(folder / "site"), *options]) == 0
    return folder / "site" / "2023"


def page_text(edition: Path, address: str = f"en/{CHAPTER}.html") -> str:
    html = (edition / address).read_text(encoding="utf-8")
    html = re.sub(r"<script.*?</script>", "", html, flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def own_files(edition: Path) -> list[Path]:
    """The files beside the evaluator's tables, in their order."""
    html = (edition / "en" / f"{CHAPTER}.html").read_text(encoding="utf-8")
    besides = html[html.index('id="besides"') :]
    return [edition / "en" / address for address in re.findall(r'<a href="(tables/[^"]+\.csv)"', besides)]


def pdf_text(edition: Path) -> str:
    import pypdf

    pages = pypdf.PdfReader(edition / "report-en.pdf").pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def test_every_output_is_on_the_page_and_in_both_reports(edition):
    import pypandoc

    printed = pdf_text(edition)
    word = " ".join(pypandoc.convert_file(str(edition / "report-en.docx"), "plain", extra_args=["--wrap=none"]).split())
    page = page_text(edition)
    for name, (_, texts) in CELLS.items():
        for text in texts:
            assert text in page, name
            assert text in printed, name
            if name not in ("matplotlib", "plotly"):  # drawn in Word
                assert text in word, name


def test_figures_are_interactive_on_the_page_and_formulas_are_mathml(edition):
    html = (edition / "en" / f"{CHAPTER}.html").read_text(encoding="utf-8")
    besides = html[html.index('id="besides"') :]
    assert len(re.findall('class="chart-model"', besides)) == 2
    assert 'class="chart-static chart-live"' in besides
    assert "<mfrac>" in besides


def test_an_output_of_unknown_origin_bears_the_mark_wherever_it_shows(edition):
    page = page_text(edition)
    for title in ("Visits, drawn", "A great table", "A styled table"):
        assert re.search(rf"{title}\s*{MARK}", page), title
    for file in own_files(edition):
        assert file.read_text(encoding="utf-8-sig").splitlines()[0].endswith(",illustrative"), file


def test_a_section_offers_its_code_and_only_the_annex_prints_it(edition):
    html = (edition / "en" / f"{CHAPTER}.html").read_text(encoding="utf-8")
    folds = re.findall(r"<details class=\"computation\".*?</details>", html, re.DOTALL)
    assert any("thousands=values" in unescape(re.sub("<[^>]+>", "", fold)) for fold in folds)
    assert "thousands" not in re.sub(r"<details.*?</details>", "", html, flags=re.DOTALL)
    printed = pdf_text(edition)
    contents = printed.index("Annex: how this was computed")
    annex = printed.index("Annex: how this was computed", contents + 1)
    assert printed.rindex("thousands=values") > annex
    assert "px.line(" not in printed[:annex]


def test_the_files_beside_tables_are_there_and_nothing_is_asked_of_another_host(edition):
    assert list(find_broken_links(edition)) == []
    assert list(find_foreign_requests(edition)) == []
    frame, series, *_ = own_files(edition)
    assert frame.read_text(encoding="utf-8-sig").splitlines()[:2] == ["year,value,illustrative", "2021,211000,true"]
    assert series.read_text(encoding="utf-8-sig").splitlines()[2] == "2022,435000,true"  # 211,000 + 224,000


def test_a_published_notebook_runs_again_elsewhere_with_the_package_alone(edition, tmp_path, monkeypatch):
    packages, taken = tmp_path / "packages", tmp_path / "taken"
    shutil.copytree(ROOT / "planbook", packages / "planbook", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(edition / "notebooks", taken)
    monkeypatch.setenv("PYTHONPATH", str(packages))
    path = taken / "en" / f"{CHAPTER}.ipynb"
    published = nbformat.read(path, as_version=4)
    assert str(ROOT) not in path.read_text(encoding="utf-8")
    again = nbformat.read(path, as_version=4)
    NotebookClient(again, kernel_name="python3", resources={"metadata": {"path": str(path.parent)}}).execute()

    def outputs(notebook):
        return [
            output.get("data", output.get("text", ""))
            for cell in notebook.cells
            if cell.cell_type == "code"
            for output in cell.outputs
            if output.get("name") != "stderr"
        ]

    assert outputs(nbformat.reads(shareable(nbformat.writes(again)), as_version=4)) == outputs(published)
