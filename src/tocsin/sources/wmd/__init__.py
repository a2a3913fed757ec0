"""Source wmd."""
