"""Topopress publishes the shape of what a neural network has learned, as a static site.

``topopress.mapper_graph`` makes the Mapper graph of an array, ``topopress.publish`` a site of it.
Both are loaded when they are first used, so that the import of this package costs nothing.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from topopress.api.mapper_graph import mapper_graph as mapper_graph
    from topopress.api.publish import publish as publish

__version__ = "0.1.0"
__all__ = ["__version__", "mapper_graph", "publish"]

_FUNCTIONS = {"mapper_graph": "topopress.api.mapper_graph", "publish": "topopress.api.publish"}
"""The functions of the Python interface, with the module of each."""


def __getattr__(name: str) -> Any:  # noqa: ANN401 - typed above
    """Import a function of the Python interface when it is first used."""
    if name not in _FUNCTIONS:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    function = getattr(import_module(_FUNCTIONS[name]), name)
    globals()[name] = function
    return function


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
