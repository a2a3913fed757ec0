"""Source japan_customs."""
