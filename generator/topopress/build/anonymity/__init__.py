"""Traces of the author in a supplement: what they are, where they are found, what is emptied."""
