"""Collects activation vectors: choice of positions, forward passes with hooks."""
