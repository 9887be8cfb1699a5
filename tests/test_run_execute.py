"""One notebook: parameters, languages, failures, and the same bytes twice."""

import json
import multiprocessing
import os
import sys

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
    assert (error.error, error.kept) == ("KeyError: 'beds'", kept)
    assert error.source == "raise KeyError('beds')"
    assert str(error) == f"03-example (zh), cell 4: KeyError: 'beds' (as far as it came: {kept})"
    cells = json.loads((find_project().root / kept).read_text(encoding="utf-8"))["cells"]
    assert cells[-1]["outputs"][-1]["ename"] == "KeyError"
    # Cells from 0: prose, parameters, injected parameters, x = 1, the failing one.
    assert error.cell == 4
    assert "raise KeyError('beds')" in error.traceback


def failure_of(tmp_path, *code):
    """How a notebook of these cells fails; what is kept of it can be opened and holds the cells that ran."""
    path = write_notebook(tmp_path, "print('before')", *code)
    with pytest.raises(NotebookError) as caught:
        execute_notebook(path, {"year": 2023, "lang": "zh"}, str(tmp_path))
    error = caught.value
    assert (error.chapter, error.language, error.cell) == ("03-example", "zh", 4)
    assert error.source == code[0]
    kept = nbformat.read(find_project().root / error.kept, as_version=4)
    assert "before\n" in [output.get("text") for cell in kept.cells for output in cell.get("outputs", ())]
    return error.error


def test_a_cell_without_an_end_is_stopped(tmp_path, monkeypatch):
    monkeypatch.setattr("planbook.run.execute._CELL_SECONDS", 3)
    said = failure_of(tmp_path, "while True:\n    pass")
    assert said == "the cell did not end within 3 s. Fix: look for a loop without an end, or compute less"


@pytest.mark.parametrize(
    ("code", "how"),
    [
        ("import os; os._exit(7)", "exit code 7"),
        ("import os; os.kill(os.getpid(), 9)", "SIGKILL; most often the system had no memory left"),
        ("import os; os.kill(os.getpid(), 11)", "SIGSEGV"),
    ],
)
def test_a_kernel_that_dies_is_this_cell_s_failure_and_it_is_said_how(tmp_path, code, how):
    assert failure_of(tmp_path, code) == f"the kernel died ({how}). Fix: look for what ends the process in this cell"


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="memory is limited on Linux alone")
def test_a_cell_that_asks_for_more_memory_than_it_may_have_fails_alone(tmp_path):
    small = (
        "import resource, pathlib\n"
        "pages = int(pathlib.Path('/proc/self/statm').read_text().split()[0])\n"
        "resource.setrlimit(resource.RLIMIT_AS, (pages * 4096 + 500_000_000, resource.RLIM_INFINITY))\n"
        "held = [bytearray(10_000_000) for _ in range(100)]"
    )
    assert failure_of(tmp_path, small) == (
        "MemoryError: there is no memory left. Fix: hold less at once, or build with fewer --jobs"
    )


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="memory is limited on Linux alone")
def test_a_kernel_may_have_half_of_the_machine_s_memory(tmp_path):
    path = write_notebook(tmp_path, "import resource; print(resource.getrlimit(resource.RLIMIT_AS)[0])")
    text = execute_notebook(path, {"year": 2023, "lang": "zh"}, str(tmp_path))
    limit = int(json.loads(text)["cells"][-1]["outputs"][0]["text"][0])
    assert limit == max(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2, 4 << 30)


@pytest.mark.parametrize(
    "code",
    [
        "print('x' * 200_000_000)",
        "for _ in range(2000):\n    print('x' * 100_000)",
        "while True:\n    print('x' * 100_000)",
        "from IPython.display import display, HTML\ndisplay(HTML('x' * 200_000_000))",
    ],
    ids=["at once", "in parts", "without end", "as HTML"],
)
def test_a_notebook_that_shows_200_megabytes_is_stopped(tmp_path, code):
    assert failure_of(tmp_path, code) == (
        "the notebook shows more than 50 MB. Fix: show a part or a summary, or write what is large into a file"
    )


def test_a_notebook_that_runs_for_each_of_many_is_named_with_what_it_is_about(tmp_path):
    path = write_notebook(tmp_path, "raise ValueError(1)")
    given = {"year": 2023, "lang": "zh", "data_dir": "data", "indicator_id": "i03"}
    with pytest.raises(NotebookError, match=r"03-example i03 \(zh\), cell 3: ValueError: 1 .*03-example-i03-zh.ipynb"):
        execute_notebook(path, given, str(tmp_path))
