"""Eurostat's trade in goods of the European Union: Comext."""
