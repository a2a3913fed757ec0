"""Replay the forecasts on the lake as of each past date, and score what was said against what came."""
