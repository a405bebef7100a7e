"""Finds the kind of the samples that a data source gives."""

from collections.abc import Callable
from importlib import import_module

from topopress import kinds
from topopress.config.base import DataSettings
from topopress.kinds.kind import Kind


def kind_of(data: DataSettings) -> Kind:
    """Return the kind of the samples that a data source gives."""
    packages = [p for p in kinds.KINDS if type(data) in import_module(f"{p}.settings").DATA]
    found: Kind | Callable[[DataSettings], Kind] = import_module(f"{packages[0]}.kind").KIND
    return found if isinstance(found, Kind) else found(data)
