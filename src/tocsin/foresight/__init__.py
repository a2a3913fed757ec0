"""How likely a shortage is: labels, channels, hazards by horizon, calibration, explanation."""
