"""Kernels live no longer than the process that started them, however that ends."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

ROOT = Path(__file__).resolve().parents[1]
SCRIPT = """
import sys
from planbook.run.execute import execute_notebook
if __name__ == "__main__":
    execute_notebook(sys.argv[1], {"lang": "zh"}, sys.argv[2])
"""


def is_alive(pid: int) -> bool:
    """Whether a process runs; one that has ended and waits to be asked how does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def wait_for(condition, seconds: float) -> bool:
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            return False
        time.sleep(0.1)
    return True


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="processes are looked up in /proc")
@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM], ids=["kill", "term"])
def test_no_kernel_and_no_fork_server_outlives_a_killed_build(number, tmp_path):
    told = tmp_path / "pids"
    cells = [
        new_code_cell("lang = 'zh'", metadata={"tags": ["parameters"]}),
        new_code_cell(
            "import os, time, pathlib\n"
            f"pathlib.Path({str(told)!r}).write_text(f'{{os.getpid()}} {{os.getppid()}}')\n"
            "time.sleep(300)"
        ),
    ]
    notebook, script = tmp_path / "00-endless.ipynb", tmp_path / "run.py"
    nbformat.write(new_notebook(cells=cells), notebook)
    script.write_text(SCRIPT)
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen([sys.executable, str(script), str(notebook), str(tmp_path)], env=environment) as main:
        try:
            assert wait_for(lambda: told.exists() and len(told.read_text().split()) == 2, 60)
            kernel, server = map(int, told.read_text().split())
            assert is_alive(kernel) and is_alive(server)
        finally:
            main.send_signal(number)
    left = [] if wait_for(lambda: not is_alive(kernel) and not is_alive(server), 10) else [kernel, server]
    for pid in filter(is_alive, left):
        os.kill(pid, signal.SIGKILL)
    assert left == []
