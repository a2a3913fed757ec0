"""One channel per file; each registers itself."""
