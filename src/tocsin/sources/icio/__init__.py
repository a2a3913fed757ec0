"""Source icio."""
