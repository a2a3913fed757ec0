"""Source nti_missiles."""
