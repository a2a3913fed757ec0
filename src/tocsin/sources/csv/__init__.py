"""Source csv."""
