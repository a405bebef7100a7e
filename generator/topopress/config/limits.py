"""Bounds of settings, and what they are for. The command line checks its options with them too."""

MOST = 2**63 - 1
"""The largest integer of TOML; torch takes seeds up to it."""
MOST_COUNT = 1_000_000_000
"""Things counted at most, where less than all that there are may be asked for."""
MOST_CHARACTERS = 1000
"""Characters of a text at most: the longest, a summary, has two sentences."""
MOST_NEIGHBOURS = 1000
"""Neighbours of a row at most, because the distances of all of them are held for every row."""
MOST_ELEMENTS = 65_535
"""Elements of a cover at most, because the published format numbers them in 16 bits."""
MOST_STEPS = 65_535
"""Optimisation steps at most, because the published format counts them in 16 bits."""
MOST_RESAMPLES = 10_000
"""Resamples at most: their share of each node has no more digits that mean something."""
LARGEST_RADIUS = 10**15
"""Radius at most: its square, times the channels of a layer, is a number of single precision."""
MOST_MINUTES = 525_600
"""Minutes at most: a year."""
