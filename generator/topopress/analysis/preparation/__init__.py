"""Rows before a graph is made of them: without what is known of them beforehand."""
