"""The settings that KeplerMapper writes beside a graph, as settings that a graph is made with here.

KeplerMapper's cover of one lens is the uniform cover with the placement ``centred``; scaling the
lens changes no interval. Its DBSCAN is scikit-learn's.
"""

import ast
from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from topopress.config.schema import Mapper, UniformCover
from topopress.core.language import gettext
from topopress.mapper.clusterers.dbscan import Dbscan

OWN_LENS = "metadata:lens"
"""Name of the lens whose values are known."""
_LENSES = {"l2norm": "l2_norm", "l2_norm": "l2_norm", "l1_norm": "l1_norm"}
"""Lenses that are known by name."""
_SCALERS = ("MinMaxScaler", "StandardScaler", "RobustScaler", "MaxAbsScaler", "None")
"""Scalers that change nothing about the intervals of a single lens."""
_NOTHING = {"algorithm", "leaf_size", "n_jobs"}
"""Parameters of DBSCAN that change no cluster."""


def settings_of(said: Mapping[str, str | float], *, has_lens: bool) -> Mapper | str:
    """Return the settings that a file states, or why they cannot be used, to follow "because".

    Args:
        said: What the file says, as ``GivenGraph`` has it.
        has_lens: Whether there is a lens value of each row, in the file or in the table.
    """
    lens = OWN_LENS if has_lens else _LENSES.get(str(said.get("lens")))
    if (unknown := _unknown(said)) is not None:
        return unknown
    clusterer = _dbscan(str(said["clusterer"]))
    if lens is None:
        return (
            f"the lens {str(said.get('lens', 'custom'))!r} is not known here, and data.lens names "
            "no column with its values"
        )
    if clusterer is None:
        return f"the clusterer {said['clusterer']!r} is not known here"
    try:
        cover = UniformCover.model_validate(
            {"n_intervals": _whole(said["intervals"]), "overlap": said["overlap"]}
        )
        return Mapper(lens=lens, cover=cover, clusterer=clusterer)
    except ValidationError:
        return gettext("its cover has settings that are not allowed here")


def _unknown(said: Mapping[str, str | float]) -> str | None:
    """Return what of a construction is not said, or cannot be done here."""
    missing = [key for key in ("intervals", "overlap", "clusterer") if key not in said]
    if missing:
        return gettext("its file does not say the {setting}", setting=missing[0])
    if not str(said.get("scaler", "None")).startswith(_SCALERS):
        return gettext("the scaler {name} is not known here", name=repr(said["scaler"]))
    if said.get("min_intersection", 1) != 1:
        return gettext("its edges need more than one common row")
    return None


def _whole(value: str | float) -> str | float:
    return int(value) if isinstance(value, float | int) and float(value).is_integer() else value


def _dbscan(text: str) -> Dbscan | None:
    """Return the clusterer of a text such as ``DBSCAN(eps=3, metric='cosine')``, if it is one."""
    try:
        call = ast.parse(text, mode="eval").body
        if not isinstance(call, ast.Call) or ast.unparse(call.func) != "DBSCAN" or call.args:
            return None
        given = {each.arg: ast.literal_eval(each.value) for each in call.keywords}
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    known: dict[str | None, Any] = {"metric": "euclidean", "eps": 0.5, "min_samples": 5}
    known |= {key: value for key, value in given.items() if key not in _NOTHING}
    known["eps"] = float(known["eps"]) if isinstance(known["eps"], int) else known["eps"]
    try:
        return Dbscan.model_validate(known)
    except ValidationError:
        return None
