"""Scenarios: what happens if one party restricts goods to another, day by day, and at what cost to both."""
