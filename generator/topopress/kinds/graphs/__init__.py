"""Mapper graphs that other tools have made: nodes, members and edges come from a file."""
