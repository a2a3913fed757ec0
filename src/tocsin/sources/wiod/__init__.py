"""Source wiod."""
