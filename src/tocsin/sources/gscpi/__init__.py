"""Source gscpi."""
