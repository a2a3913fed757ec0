"""Source bgs."""
