"""Topopress publishes the shape of what a neural network has learned, as a static site."""

__version__ = "0.1.0"
