"""The one place that knows numba: a typed decorator for the kernels."""

from collections.abc import Callable
from typing import ParamSpec, TypeVar, cast

from numba import njit

_Arguments = ParamSpec("_Arguments")
_Result = TypeVar("_Result")

ANY_ORDER = {"reassoc", "contract"}
"""Freedom that a kernel gives the compiler: sums in any order, fused multiply-adds. The bounds of
``bounds.py`` hold for both. No other liberty is ever given."""


def compiled(function: Callable[_Arguments, _Result]) -> Callable[_Arguments, _Result]:
    """Compile a kernel on its first call, in strict IEEE arithmetic, without holding the GIL."""
    return _compile(function, fastmath=False)


def compiled_any_order(function: Callable[_Arguments, _Result]) -> Callable[_Arguments, _Result]:
    """Compile a kernel whose sums may be taken in any order; see ``ANY_ORDER``."""
    return _compile(function, fastmath=ANY_ORDER)


def _compile(
    function: Callable[_Arguments, _Result], *, fastmath: bool | set[str]
) -> Callable[_Arguments, _Result]:
    try:
        kernel = njit(nogil=True, cache=True, fastmath=fastmath)(function)
    except RuntimeError:
        # No folder to keep compiled code in: neither beside the package nor in the user's cache.
        kernel = njit(nogil=True, fastmath=fastmath)(function)
    return cast("Callable[_Arguments, _Result]", kernel)
