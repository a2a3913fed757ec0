"""Source hs_tables."""
