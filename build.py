"""`python build.py --year 2023`: everything is in planbook.cli."""

import signal
import sys


def stop(number: int, frame: object) -> None:
    print("Stopped; the last good edition stays as it was.", file=sys.stderr)
    raise SystemExit(128 + number)


signal.signal(signal.SIGTERM, stop)  # while the libraries are read; after that a command heeds it itself
try:
    from planbook.cli import main
except ModuleNotFoundError as missing:
    print(
        f"Planbook is not set up ({missing.name} is missing). First run: pip install -r requirements.txt",
        file=sys.stderr,
    )
    sys.exit(2)
except KeyboardInterrupt:
    sys.exit(128 + signal.SIGINT)

if __name__ == "__main__":
    sys.exit(main())
