"""The command line: what a user types, what they see while it works, and how it ends.

commands  the calls and their options
build     from options to a published edition
ready     whether the machine has what a build needs
display   progress and the closing table
log       what each build did, kept in `_build/logs`
verify    an edition made again elsewhere and compared
ending    exit codes, and what is said when something goes wrong
serve     the site on loopback, rebuilt when something changes
"""

from planbook.cli.commands import main

__all__ = ["main"]
