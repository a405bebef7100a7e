"""New samples laid over a finished graph: nothing of the graph moves."""
