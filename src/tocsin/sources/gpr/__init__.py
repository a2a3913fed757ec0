"""Source gpr."""
