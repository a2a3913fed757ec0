"""Source country_chart."""
