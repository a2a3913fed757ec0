"""Source screening_list."""
