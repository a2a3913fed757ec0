"""Source ree_quotes."""
