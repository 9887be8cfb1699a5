"""One notebook: parameters, languages, failures, and the same bytes twice."""

import json
import multiprocessing

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from planbook.errors import NotebookError
from planbook.paths import find_project
from planbook.run.execute import execute_notebook


def write_notebook(folder, *code):
    cells = [
        new_markdown_cell("# 标题", id="zh", metadata={"tags": ["zh"]}),
        new_markdown_cell("# Title", id="en", metadata={"tags": ["en"]}),
        new_code_cell("year = 2021\nlang = 'zh'", id="parameters", metadata={"tags": ["parameters"]}),
        *(new_code_cell(text, id=f"code-{number}") for number, text in enumerate(code)),
    ]
    notebook = new_notebook(cells=cells, metadata={"kernelspec": {"name": "python3", "display_name": "Python 3"}})
    path = folder / "03-example.ipynb"
    nbformat.write(notebook, path)
    return str(path)


def test_parameters_reach_the_cells_and_only_one_language_stays(tmp_path):
    path = write_notebook(tmp_path, "print(year, lang)")
    text = execute_notebook(path, {"year": 2023, "lang": "en"}, str(tmp_path))
    cells = json.loads(text)["cells"]
    assert [cell["source"] for cell in cells if cell["cell_type"] == "markdown"] == [["# Title"]]
    assert cells[-1]["outputs"][0]["text"] == ["2023 en\n"]


def test_the_same_notebook_gives_the_same_bytes(tmp_path):
    path = write_notebook(tmp_path, "print(sorted({'b', 'a'}))")
    runs = {execute_notebook(path, {"year": 2023, "lang": "zh"}, str(tmp_path)) for _ in range(2)}
    assert len(runs) == 1


def test_a_kernel_starts_in_the_folder_it_is_given(tmp_path):
    path = write_notebook(tmp_path, "import os; print(os.getcwd())")
    text = execute_notebook(path, {"year": 2023, "lang": "zh"}, str(tmp_path))
    assert json.loads(text)["cells"][-1]["outputs"][0]["text"] == [f"{tmp_path.resolve()}\n"]


@pytest.mark.skipif(
    "forkserver" not in multiprocessing.get_all_start_methods(), reason="this system cannot fork processes"
)
def test_a_kernel_is_forked_from_a_process_that_has_the_stack_imported(tmp_path):
    code = "import sys; print([name in sys.modules for name in ('scipy.stats', 'fontTools', 'matplotlib')])"
    path = write_notebook(tmp_path, code)
    text = execute_notebook(path, {"year": 2023, "lang": "zh"}, str(tmp_path))
    assert json.loads(text)["cells"][-1]["outputs"][0]["text"] == ["[True, True, False]\n"]


def test_matplotlib_is_loaded_by_those_notebooks_alone_that_use_it_and_then_draws_as_the_house_does(tmp_path):
    code = (
        "import sys; from planbook import present\n"
        "edition = present.open_edition(2023, 'zh'); present.table_strip(edition, edition.scorecard())\n"
        "before = 'matplotlib' in sys.modules\n"
        "import matplotlib.pyplot as plt\n"
        "print(before, plt.rcParams['font.sans-serif'][0], plt.rcParams['axes.spines.top'])"
    )
    text = execute_notebook(write_notebook(tmp_path, code), {"year": 2023, "lang": "zh"}, str(find_project().root))
    assert json.loads(text)["cells"][-1]["outputs"][0]["text"] == ["False Noto Sans CJK SC False\n"]


def test_a_failing_cell_is_named_with_its_chapter_and_error(tmp_path):
    path = write_notebook(tmp_path, "x = 1", "raise KeyError('beds')")
    with pytest.raises(NotebookError) as caught:
        execute_notebook(path, {"year": 2023, "lang": "zh"}, str(tmp_path))
    error = caught.value
    kept = "_build/failed/03-example-zh.ipynb"
    assert (error.chapter, error.language) == ("03-example", "zh")
    assert error.error == f"KeyError: 'beds' (as far as it came: {kept})"
    cells = json.loads((find_project().root / kept).read_text(encoding="utf-8"))["cells"]
    assert cells[-1]["outputs"][-1]["ename"] == "KeyError"
    # Cells from 0: prose, parameters, injected parameters, x = 1, the failing one.
    assert error.cell == 4
    assert "raise KeyError('beds')" in error.traceback


def test_a_cell_without_an_end_is_stopped(tmp_path, monkeypatch):
    monkeypatch.setattr("planbook.run.execute._CELL_SECONDS", 1)
    path = write_notebook(tmp_path, "while True:\n    pass")
    with pytest.raises(NotebookError, match=r"03-example \(zh\): CellTimeoutError"):
        execute_notebook(path, {"year": 2023, "lang": "zh"}, str(tmp_path))


def test_a_kernel_that_dies_is_this_chapters_failure(tmp_path):
    path = write_notebook(tmp_path, "import os; os._exit(7)")
    with pytest.raises(NotebookError, match=r"03-example \(zh\): .*Dead"):
        execute_notebook(path, {"year": 2023, "lang": "zh"}, str(tmp_path))
