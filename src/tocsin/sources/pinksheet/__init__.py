"""Source pinksheet."""
