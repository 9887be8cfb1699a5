"""Running the chapter notebooks: the only part of Planbook that knows papermill.

kernels     how a kernel is started (forked from a process that has everything imported, and the edition open)
preloaded   what that process loads
jobs        which notebooks an edition consists of, and with which parameters
execute     one notebook, from source to executed copy
watched     what is seen of it meanwhile, and why it ended
scratch     temporary folders that never outlive their process for long
noting      what its run reads, written down in the kernel
state       how what was read is now
store       what earlier builds made, on disk
remembered  which runs need not be run again
pool        many notebooks at once
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from planbook.paths import imported_when_asked

if TYPE_CHECKING:
    from planbook.run.jobs import NotebookJob, plan_jobs, reading_order
    from planbook.run.pool import RunReport, run_jobs

__all__ = ["NotebookJob", "RunReport", "plan_jobs", "reading_order", "run_jobs"]

# `check` needs a place for what it holds for a time, and runs no notebook.
__getattr__ = imported_when_asked(
    __name__, {"jobs": ("NotebookJob", "plan_jobs", "reading_order"), "pool": ("RunReport", "run_jobs")}
)
