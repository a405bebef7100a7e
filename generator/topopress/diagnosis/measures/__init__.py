"""Measures of one layer, and of two layers of the same samples."""
