"""Drawings of views of the explorer: what an address shows, without a script and on paper."""
