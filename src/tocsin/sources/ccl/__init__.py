"""Source ccl."""
