"""Source baci."""
