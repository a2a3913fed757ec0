"""Source gdelt_dyads."""
