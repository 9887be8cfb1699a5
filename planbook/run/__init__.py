"""Running the chapter notebooks: the only part of Planbook that knows papermill.

kernels  how a kernel is started (forked from a process that has everything imported)
jobs     which notebooks an edition consists of, and with which parameters
execute  one notebook, from source to executed copy
pool     many notebooks at once, on this machine or on a Dask cluster, remembering what was done before
"""

from planbook.run.jobs import NotebookJob, plan_jobs, reading_order
from planbook.run.pool import run_jobs

__all__ = ["NotebookJob", "plan_jobs", "reading_order", "run_jobs"]
