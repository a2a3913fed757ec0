"""Source korea_customs."""
