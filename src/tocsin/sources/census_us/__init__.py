"""The United States Census Bureau's monthly trade in goods."""
