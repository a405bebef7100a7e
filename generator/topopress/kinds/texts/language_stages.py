"""The stage that packs what the nodes of a layer of texts are in words."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from topopress.bundle.exploration import Look, NodeColumn
from topopress.bundle.packing import add_chunk, pack
from topopress.core.language import gettext_noop
from topopress.kinds.texts.documents import (
    CHUNK_ARRAYS,
    LanguageHeader,
    PredictionHeader,
    TermClassHeader,
)
from topopress.kinds.texts.predictions.types import NodePredictions
from topopress.kinds.texts.terms.types import ClassTerms, NodeTerms

IN_TABLES = 3
"""Terms of a class that tables list at most."""
_SOURCES = {"context": gettext_noop("near it"), "label": gettext_noop("label")}
Arrays = Mapping[str, NDArray[np.generic]]


def language_look(
    layer: str,
    terms: NodeTerms,
    state: NodePredictions | None,
    place: NodePredictions | None,
    column: str | None,
) -> Look:
    """Pack the terms of a layer's nodes, and what a language head predicts for them.

    ``layer`` is its name in file names, ``column`` that by which rows are in groups, None without
    groups. Predictions are None where the network has no language head.
    """
    made = [one for one in (state, place) if one is not None and one.is_made]
    tokens = sorted({token for one in made for token in one.tokens})
    used = sorted({term for one in terms.classes for term in one.terms})
    header = LanguageHeader(
        kind="language",
        layer=layer,
        classes=[TermClassHeader(source=one.source, name=one.name) for one in terms.classes],
        terms=used,
        draws=terms.draws,
        group=column,
        predictions=[
            PredictionHeader(
                source=one.source, head=one.kind, draws=one.draws, shown=one.token.shape[1]
            )
            for one in made
        ],
        tokens=tokens,
    )
    files: dict[str, bytes] = {}
    arrays = {**term_arrays(terms.classes, used), **prediction_arrays(made, tokens)}
    stream = pack(header, arrays, CHUNK_ARRAYS)
    path = add_chunk(files, f"{layer}-language", stream)
    return Look(path, files, columns=(term_column(terms.classes),))


def term_arrays(classes: Sequence[ClassTerms], used: Sequence[str]) -> Arrays:
    """Return the arrays of terms: node by node, and class by class within a node."""
    place = {term: k for k, term in enumerate(used)}
    n_nodes = len(classes[0].units)
    slots = [(one, node) for node in range(n_nodes) for one in classes]
    bounds = [one.offsets[node : node + 2].tolist() for one, node in slots]
    entries = [
        (one, k) for (one, _), (a, b) in zip(slots, bounds, strict=True) for k in range(a, b)
    ]
    return {
        "units": np.array([one.units[node] for one, node in slots]),
        "rest": np.array([one.rest[node] for one, node in slots]),
        "chance": np.array([one.chance[node] for one, node in slots], np.float64),
        "within": np.nan_to_num(
            np.array([one.within[node] for one, node in slots], np.float64), nan=-1
        ),
        "offsets": np.cumsum([0, *(b - a for a, b in bounds)]),
        "term": np.array([place[one.terms[one.term[k]]] for one, k in entries], np.int64),
        "z": np.array([one.z[k] for one, k in entries], np.float64),
        "here": np.array([one.here[k] for one, k in entries], np.int64),
        "elsewhere": np.array([one.elsewhere[k] for one, k in entries], np.int64),
    }


def prediction_arrays(made: Sequence[NodePredictions], tokens: Sequence[str]) -> Arrays:
    """Return the arrays of predictions, one kind after the other and node by node within."""
    place = {token: k for k, token in enumerate(tokens)}
    columns = {
        "predicted": [np.array([place[t] for t in one.tokens])[one.token] for one in made],
        "predicted_share": [one.share for one in made],
        "predicted_usual": [one.usual for one in made],
        "prediction_rows": [one.rows for one in made],
        "prediction_distance": [one.distance for one in made],
        "prediction_chance": [one.chance for one in made],
        "prediction_within": [np.nan_to_num(one.within, nan=-1) for one in made],
    }
    none = np.empty(0)
    return {
        name: np.concatenate([none, *(part.ravel() for part in parts)])
        for name, parts in columns.items()
    }


def term_column(classes: Sequence[ClassTerms]) -> NodeColumn:
    """Return the terms of each node as a text, those that are beyond the groups of its rows."""
    cells = []
    for node in range(len(classes[0].units)):
        parts = []
        for one in classes:
            found = one.of_node(node, beyond=True)[:IN_TABLES]
            listed = ", ".join(f"“{term}”" for term in found)
            parts += [f"{listed} ({_SOURCES.get(one.source, one.name)})"] if found else []
        cells.append(", ".join(parts))
    return NodeColumn("terms", gettext_noop("Set apart by"), tuple(cells))
