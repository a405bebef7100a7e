"""The structures of a graph and how stable they are."""
