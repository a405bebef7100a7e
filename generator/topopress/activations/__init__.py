"""Activation vectors: which positions become rows, and the forward passes that collect them."""
