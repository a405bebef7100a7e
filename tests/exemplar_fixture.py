"""Made-up exemplars for the synthetic exploration of ``viewer_fixture.py``."""

import numpy as np


def exemplar_arrays(rng, members, label) -> dict[str, np.ndarray]:
    """Return the arrays of a graph chunk and of its images that describe exemplars.

    The nearest have the pictures.
    """
    own = np.random.default_rng(len(members))
    offsets, kind, row, similarity = exemplars(rng, own, members, label)
    pictures = np.cumsum(kind == 0) - 1
    return {
        "exemplar_offsets": offsets,
        "exemplar_kind": kind,
        "exemplar_row": row,
        "exemplar_similarity": similarity,
        "exemplar_sprite": np.where(kind == 0, pictures, own.integers(0, pictures[-1], len(row))),
        **seen(own, len(row)),
        **spoken_for(own, kind, len(members)),
    }


def exemplars(rng, own, members, label):
    """Return made-up exemplars: up to nine nearest, six spread, one of each of two labels.

    Every fifth node has up to twenty more spread ones.
    """
    offsets, kinds, rows, similarity = [0], [], [], []
    more = np.random.default_rng([len(members), 1])
    for k, each in enumerate(members):
        of_label = each[np.unique(label[each], return_index=True)[1][:2]]
        parts = [
            rng.choice(each, min(9, len(each)), replace=False),
            own.choice(each, min(6, len(each)), replace=False),
            of_label if len(of_label) > 1 else of_label[:0],
        ]
        if k % 5 == 4:
            others = np.setdiff1d(each, parts[1])
            further = more.choice(others, min(20, len(others)), replace=False)
            parts[1] = np.concatenate([parts[1], further])
        for kind, chosen in enumerate(parts):
            drawn = (rng if kind == 0 else own).uniform(0.72, 0.98, len(chosen))
            kinds += [kind] * len(chosen)
            rows += [int(r) for r in chosen]
            similarity += sorted(drawn, reverse=True)
        offsets.append(len(rows))
    return np.array(offsets), np.array(kinds), np.array(rows), np.array(similarity)


def spoken_for(rng, kinds, n_nodes: int) -> dict[str, np.ndarray]:
    """Return made-up attributions: each node speaks for five labels and against three."""
    value = np.sort(rng.uniform(0.05, 2, (n_nodes, 8)), axis=1)[:, ::-1]
    value[:, 5:] = -value[:, :4:-1]
    return {
        "attribution_offsets": np.arange(n_nodes + 1) * 8,
        "attribution_class": np.concatenate([rng.permutation(12)[:8] for _ in range(n_nodes)]),
        "attribution_value": value.ravel(),
        "exemplar_class": np.where(kinds == 0, rng.integers(0, 12, len(kinds)), -1),
        "exemplar_class_value": np.where(kinds == 0, rng.uniform(0.1, 2, len(kinds)), 0),
    }


def counterparts(n_nodes: int, n_layers: int) -> dict[str, np.ndarray]:
    """Return made-up counterparts: in every layer the node i0c0, with 7 inputs in both."""
    n = n_nodes * n_layers
    names = ("interval", "cluster", "shared", "jaccard")
    values = np.zeros(n, int), np.zeros(n, int), np.full(n, 7), np.full(n, 0.5)
    return {f"counterpart_{name}": each for name, each in zip(names, values, strict=True)}


def seen(rng, n: int) -> dict[str, np.ndarray]:
    """Return made-up fields, a quarter of the picture wide."""
    top, left = rng.integers(0, 49_000, (2, n))
    sides = {"top": top, "left": left, "bottom": top + 16_384, "right": left + 16_384}
    return {f"exemplar_{side}": values for side, values in sides.items()}
