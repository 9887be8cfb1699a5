"""Runs a command that must not outlive whoever started it: `python leash.py COMMAND…`.

The command runs in a group of its own. When standard input closes, because the one who started this process let go
or died, however it died, the whole group is killed: an engine that starts engines leaves none of them behind.
"""

import os
import signal
import subprocess
import sys
import threading


def main(command: list[str]) -> int:
    """Run `command` to its end or to that of standard input; its exit code."""
    try:
        child = subprocess.Popen(command, stdin=subprocess.DEVNULL, start_new_session=True)
    except OSError as error:
        sys.stderr.write(f"{command[0]}: {error.strerror}\n")
        return 127

    def kill_when_let_go() -> None:
        sys.stdin.buffer.read()
        kill_group(child.pid)

    threading.Thread(target=kill_when_let_go, daemon=True).start()
    code = child.wait()
    kill_group(child.pid)  # whatever it left running
    os._exit(code if code >= 0 else 128 - code)


def kill_group(group: int) -> None:
    """Kill what is left of a group of processes, on Windows the one process."""
    try:
        if hasattr(os, "killpg"):
            os.killpg(group, signal.SIGKILL)
        else:
            os.kill(group, signal.SIGTERM)
    except OSError:
        pass  # it ended by itself


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
