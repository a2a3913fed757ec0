"""Source icews."""
