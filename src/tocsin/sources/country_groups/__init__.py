"""Source country_groups."""
