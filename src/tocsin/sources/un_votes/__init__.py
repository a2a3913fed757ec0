"""Source un_votes."""
