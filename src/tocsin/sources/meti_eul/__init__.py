"""Source meti_eul."""
