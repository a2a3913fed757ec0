"""Source exiobase."""
