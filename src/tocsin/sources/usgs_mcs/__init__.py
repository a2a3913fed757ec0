"""Source usgs_mcs."""
