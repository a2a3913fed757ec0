"""Time and memory by size: one file per subject, the rival beside us in one run, results as JSON in `results`."""
