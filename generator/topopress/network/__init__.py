"""Trained networks as probes: module, preprocessing, layers, classes; ``digest`` needs no torch."""
