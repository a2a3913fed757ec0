"""Source mofcom."""
