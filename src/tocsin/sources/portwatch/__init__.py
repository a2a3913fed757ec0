"""Source portwatch."""
