"""Samples of an author's own Python code: audio, graphs, tables, anything that a network takes."""
