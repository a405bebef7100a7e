"""A made-up graph: what Mapper graphs of activations look like."""

import numpy as np


def tracks(rng: np.random.Generator, n_intervals: int):
    """Walk along the intervals: each track goes on, forks or ends."""
    node_ids: list[str] = []
    places: list[tuple[float, float]] = []
    sizes: list[int] = []
    edges: list[tuple[int, int]] = []
    alive: list[tuple[int | None, float]] = [(None, 0.0)]
    for interval in range(n_intervals):
        following: list[tuple[int | None, float]] = []
        for cluster, (parent, height) in enumerate(alive):
            node = len(node_ids)
            node_ids.append(f"i{interval}c{cluster}")
            places.append((interval, round(height, 2)))
            sizes.append(int(600 / (1 + len(alive)) * rng.uniform(0.1, 1)) + 5)
            if parent is not None:
                edges.append((parent, node))
            fate = rng.random()
            spread = 2.2 / (1 + len(alive))
            if fate < 0.3 and len(alive) < 9:
                following += [(node, height - spread), (node, height + spread)]
            elif fate < 0.9 or len(alive) == 1:
                following.append((node, height + rng.uniform(-0.3, 0.3)))
        if rng.random() < 0.2:
            following.append((None, 3.5 - 7 * (interval % 2)))
        alive = following or [(None, 0.0)]
    return node_ids, np.array(places, np.float64), np.array(sizes, np.int64), edges
