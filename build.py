"""`python build.py --year 2023`: everything is in planbook.cli."""

import sys

try:
    from planbook.cli import main
except ModuleNotFoundError as missing:
    sys.stderr.write(f"Planbook is not set up ({missing.name} is missing). First run: pip install -r requirements.txt\n")
    sys.exit(2)

if __name__ == "__main__":
    sys.exit(main())
