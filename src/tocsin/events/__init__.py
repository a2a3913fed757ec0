"""Documents and events: news and notices read into dated, directed events, each with the words that say so."""
