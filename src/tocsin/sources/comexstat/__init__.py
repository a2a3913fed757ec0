"""Brazil's trade in goods as its Foreign Trade Secretariat publishes it: Comex Stat."""
