"""Presets (all settings of a paper in one line), and kinds that an author may leave out.

Both are filled in before the settings are checked. So the author's values win, and a mistake is
reported where the author made it.
"""

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel

# Rathore, Chalapathi, Palande and Wang 2021, "TopoAct: visually exploring the shape of
# activations in deep learning".
PRESETS: Mapping[str, Mapping[str, Any]] = {
    "topoact": {
        "lens": "l2_norm",
        "cover": {"kind": "uniform", "n_intervals": 70, "overlap": 0.3, "placement": "centred"},
        "clusterer": {
            "kind": "dbscan",
            "metric": "euclidean",
            "eps": "auto",
            "eps_quantile": 0.95,
            "min_samples": 5,
        },
    },
    # Measured: docs/choice.md.
    "words": {
        "preparation": {"kind": "form", "position": True},
        "lens": "component:1",
        "cover": {"kind": "uniform", "n_intervals": 10, "overlap": 0.5, "placement": "centred"},
        "clusterer": {
            "kind": "agglomerative",
            "metric": "cosine",
            "linkage": "average",
            "distance_threshold": "auto",
            "eps_quantile": 0.95,
            "min_size": 5,
        },
    },
}
USUAL_KINDS = {"cover": "uniform", "second_cover": "uniform", "clusterer": "dbscan"}
UNCLUSTERED: Mapping[str, Mapping[str, str]] = {
    "ball": {"kind": "none"},
    "split": {"kind": "none", "metric": "cosine"},
}
"""The usual clusterer beside a cover whose elements are one node each, by the cover's kind."""


def filled_in(written: Mapping[str, Any]) -> dict[str, Any]:
    """Return the keys of a ``[mapper]``, with those of its preset and the usual kinds added.

    The usual kind beside a preset is the preset's. Each part of a preset counts only if the
    author's has the same kind: a balanced cover takes nothing from a uniform one.
    """
    keys = {name: _as_written(value) for name, value in written.items()}
    name = keys.get("preset")
    preset = PRESETS.get(name, {}) if isinstance(name, str) else {}
    kinds = {part: inner["kind"] for part, inner in preset.items() if isinstance(inner, dict)}
    usual = dict(USUAL_KINDS)
    cover = keys.get("cover")
    if isinstance(cover, dict) and (clusterer := UNCLUSTERED.get(str(cover.get("kind")))):
        usual["clusterer"] = clusterer["kind"]
        if "clusterer" not in preset and isinstance(keys.get("clusterer", {}), dict):
            keys["clusterer"] = {**clusterer, **keys.get("clusterer", {})}
    for part, kind in {**usual, **kinds}.items():
        if isinstance(keys.get(part), dict):
            keys[part] = {"kind": kind, **keys[part]}
    return _merged(preset, keys)


def _as_written(value: Any) -> Any:  # noqa: ANN401 - whatever an author wrote
    """Return the given values of settings made in Python, without defaults."""
    if isinstance(value, BaseModel):
        given = value.model_dump(exclude_unset=True)
        return {"kind": value.kind, **given} if hasattr(value, "kind") else given
    return dict(value) if isinstance(value, Mapping) else value


def _merged(preset: Mapping[str, Any], keys: dict[str, Any]) -> dict[str, Any]:
    merged = {**preset, **keys}
    for name, inner in preset.items():
        given = keys.get(name)
        if isinstance(inner, dict) and isinstance(given, dict) and given["kind"] == inner["kind"]:
            merged[name] = {**inner, **given}
    return merged
