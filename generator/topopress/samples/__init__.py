"""Samples: what an input is to every part that need not know its kind."""
