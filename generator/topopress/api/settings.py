"""The settings of ``mapper_graph``, from whatever its arguments are, checked as in a file."""

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
from pydantic import BaseModel, ValidationError

from topopress.api.errors import ParameterError
from topopress.api.estimators import fast_equivalent, slow
from topopress.api.lenses import PAIR
from topopress.config.mistakes import sentences
from topopress.config.schema import Mapper
from topopress.core.arrays import Float32
from topopress.mapper.clusterers.dbscan import Dbscan

EXAMPLES = {
    "cover": "'balanced', 'ball', {'n_intervals': 20, 'overlap': 0.5}, or a kmapper.Cover",
    "clusterer": "'hdbscan', {'kind': 'dbscan', 'metric': 'euclidean', 'eps': 0.5}, or a clusterer "
    "of scikit-learn",
}


def settings_of(
    lenses: tuple[str, ...],
    cover: Any,  # noqa: ANN401
    clusterer: Any,  # noqa: ANN401
    vectors: Float32,
    seed: int,
) -> Mapper:
    """Return the checked settings; "auto" is left where a value has to be chosen.

    Args:
        lenses: One name or two.
        cover: What ``topopress.mapper_graph`` takes.
        clusterer: The same.
        vectors: The rows, shape (n_rows, n_channels).
        seed: Seed of clusterers that have none of their own.

    Raises:
        ParameterError: one sentence for each mistake.
    """
    written = {"lens": lenses[0] if len(lenses) == 1 else lenses, **_covers(cover)}
    if "second_cover" in written and len(lenses) == 1:
        raise ParameterError("cover: a pair of covers needs two lenses")
    slowly = None
    if hasattr(clusterer, "fit_predict") and not isinstance(clusterer, type):
        written["clusterer"] = fast_equivalent(clusterer, vectors)
        if written["clusterer"] is None:
            slowly = slow(clusterer, seed)
            # Where the settings are checked, ours stands for it, with the same metric.
            written["clusterer"] = Dbscan(metric=slowly.metric, eps=1.0)
    elif clusterer is not None:
        written["clusterer"] = _settings(clusterer, "clusterer")
    try:
        mapper = Mapper.model_validate(written)
    except ValidationError as error:
        raise ParameterError("\n".join(_mistakes(error))) from error
    if mapper.splits is not None:
        raise ParameterError(
            "cover: 'split' follows the class probabilities of a network, which rows do not have; "
            "take another cover, or build an exploration of the network"
        )
    return mapper if slowly is None else mapper.model_copy(update={"clusterer": slowly})


def with_contained_nodes(settings: Mapper, wanted: str) -> Mapper:
    """Return settings that say what becomes of a node whose rows are all in a neighbour.

    Raises:
        ParameterError: it is neither "keep" nor "contract".
    """
    if wanted not in ("keep", "contract"):
        raise ParameterError(f"contained_nodes: must be 'keep' or 'contract', got {wanted!r}")
    return settings.model_copy(update={"contained_nodes": wanted})


def _mistakes(error: ValidationError) -> Iterator[str]:
    """Yield what is wrong, with the places in the arguments of the function."""
    for key, what in sentences(error, Mapper).items():
        place = key.replace("(top)", "cover").replace("second_cover", "cover[1]")
        yield f"{place}: {what}"


def _covers(cover: Any) -> dict[str, Any]:  # noqa: ANN401
    """Return the keys ``cover`` and ``second_cover`` of the settings, as far as they are given."""
    if cover is None:
        return {}
    if hasattr(cover, "n_cubes") and hasattr(cover, "perc_overlap"):
        cover = _of_kepler_mapper(cover)
    if not isinstance(cover, list | tuple):
        return {"cover": _settings(cover, "cover")}
    if len(cover) != PAIR:
        raise ParameterError(f"cover: expected one cover or a pair, got {len(cover)} of them")
    first, second = (_settings(each, f"cover[{k}]") for k, each in enumerate(cover))
    return {"cover": first, "second_cover": second}


def _of_kepler_mapper(cover: Any) -> dict[str, Any] | list[dict[str, Any]]:  # noqa: ANN401
    """Return a cover of KeplerMapper in our terms; two of them if it has numbers for two lenses."""
    if cover.limits is not None:
        raise ParameterError(
            "cover: the limits of a kmapper.Cover are not supported; the range of the lens is "
            "covered"
        )
    several = [np.ravel(each) for each in (cover.n_cubes, cover.perc_overlap)]
    length = max(map(len, several))
    counts, overlaps = (np.resize(each, length).tolist() for each in several)
    covers = [
        {"kind": "uniform", "n_intervals": int(n), "overlap": float(p), "placement": "centred"}
        for n, p in zip(counts, overlaps, strict=True)
    ]
    return covers[0] if length == 1 else covers


def _settings(given: Any, what: str) -> BaseModel | dict[str, Any]:  # noqa: ANN401
    """Return settings, or the keys of some, with Python's own numbers."""
    if isinstance(given, BaseModel):
        return given
    if isinstance(given, str):
        return {"kind": given}
    if isinstance(given, Mapping):
        return {
            key: each.item() if isinstance(each, np.generic) else each
            for key, each in given.items()
        }
    if isinstance(given, type):
        name = given.__name__
        raise ParameterError(f"{what}: is the class {name}; expected an object, {name}(...)")
    example = EXAMPLES[what.partition("[")[0]]
    raise ParameterError(f"{what}: expected something such as {example}; got {given!r}")
