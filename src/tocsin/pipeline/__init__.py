"""The only place that wires stages: sources -> lake -> indicators -> board."""
