"""What Planbook costs, measured beside the plain way of doing the same: `python -m benchmarks`.

measuring  a command's time on the clock, processor seconds and memory, with all it started
plain      the rival: papermill, one notebook after the other, each in a kernel of its own
plans      invented plans of any size
growth     how one run grows with the plan
"""
