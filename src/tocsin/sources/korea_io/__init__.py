"""Source korea_io."""
