"""`python build.py --year 2023`: everything is in planbook.cli."""

import sys

try:
    from planbook.cli import main
except ModuleNotFoundError as missing:
    print(
        f"Planbook is not set up ({missing.name} is missing). First run: pip install -r requirements.txt",
        file=sys.stderr,
    )
    sys.exit(2)
except KeyboardInterrupt:  # while the libraries are read
    sys.exit(130)

if __name__ == "__main__":
    sys.exit(main())
