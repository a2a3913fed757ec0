"""Source gta."""
