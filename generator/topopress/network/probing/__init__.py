"""Asks a network everything that a build needs to know, before any other work."""
