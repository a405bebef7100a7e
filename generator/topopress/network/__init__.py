"""Trained networks: modules, weights, preprocessing, layers, classes. ``digest`` needs no torch."""
