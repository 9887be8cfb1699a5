"""jsonschema comes without the grammars nobody here needs, and leaves no trace of the shortcut."""

import subprocess
import sys


def test_the_grammars_are_left_out_and_can_still_be_imported_by_others():
    script = (
        "import sys; from planbook.load.libraries import import_jsonschema\n"
        "import_jsonschema()\n"
        "print('jsonschema' in sys.modules, 'rfc3987_syntax' in sys.modules)\n"
        "import_jsonschema()\n"
        "import nbformat\n"
        "print(sys.modules.get('rfc3987_syntax', 'not imported'))"
    )
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert run.stdout.split("\n")[:2] == ["True False", "not imported"]
