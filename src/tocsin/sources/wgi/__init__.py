"""Source wgi."""
