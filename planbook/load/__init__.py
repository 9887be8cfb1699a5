"""Reading the project's files, and telling what is wrong with them. Only this package opens data files.

tables, mappings   CSV and YAML files as they stand, with line numbers
inputs, documents  the same as nouns of the model: what one edition knew
cells              the tables against planbook.schema
package            datapackage.json: written from the schema, checked where a plan brings its own
encodings, grids, readings, meant   files and cells written otherwise than asked for, as they were meant
folder             files that nobody reads
content            what no schema can say: targets, figures, background, sources, texts
locales, notebooks words and chapter notebooks, in both languages
written            every text that is printed, and where it stands
libraries          imports that would take longer than the checks
project            all checks together
"""

from planbook.load.inputs import load_inputs
from planbook.load.libraries import import_nbformat
from planbook.load.locales import check_locales, check_looks, load_locale
from planbook.load.notebooks import check_notebook_parameters, notebook_parameters
from planbook.load.package import describe_folder
from planbook.load.project import check_project
from planbook.load.written import Written, every_text

__all__ = [
    "Written",
    "check_locales",
    "check_looks",
    "check_notebook_parameters",
    "check_project",
    "describe_folder",
    "import_nbformat",
    "every_text",
    "load_inputs",
    "load_locale",
    "notebook_parameters",
]
