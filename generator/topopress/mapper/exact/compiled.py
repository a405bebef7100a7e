"""Typed decorators for the kernels; the only module that imports numba."""

from collections.abc import Callable
from contextlib import suppress
from typing import Any, ParamSpec, TypeVar, cast

from numba import njit
from numba.core.caching import FunctionCache

_Arguments = ParamSpec("_Arguments")
_Result = TypeVar("_Result")

ANY_ORDER = {"reassoc", "contract"}
"""What the compiler may change in such a kernel: the order of sums, and fused multiply-adds. The
bounds of ``bounds.py`` hold for both. Nothing else may change."""


class _ForgivingCache(FunctionCache):
    """A cache of compiled code on disk that ignores errors; numba's own raises them."""

    def load_overload(self, *arguments: Any) -> Any:  # noqa: ANN401 - numba's types
        """Return compiled code; None if there is none that can be read."""
        # Code that another version pickled can raise any exception.
        with suppress(Exception):
            return super().load_overload(*arguments)  # type: ignore[no-untyped-call]
        return None

    def save_overload(self, *arguments: Any) -> None:  # noqa: ANN401 - numba's types
        """Store compiled code, unless the disk is full or read-only."""
        with suppress(Exception):
            super().save_overload(*arguments)  # type: ignore[no-untyped-call]


def compiled(function: Callable[_Arguments, _Result]) -> Callable[_Arguments, _Result]:
    """Compile a kernel on its first call, in strict IEEE arithmetic, without holding the GIL."""
    return _compile(function, fastmath=False)


def compiled_any_order(function: Callable[_Arguments, _Result]) -> Callable[_Arguments, _Result]:
    """Compile a kernel whose sums may be taken in any order; see ``ANY_ORDER``."""
    return _compile(function, fastmath=ANY_ORDER)


def _compile(
    function: Callable[_Arguments, _Result], *, fastmath: bool | set[str]
) -> Callable[_Arguments, _Result]:
    kernel: Any = njit(nogil=True, fastmath=fastmath)(function)
    # Without a folder for it, neither beside the package nor in the user's cache, code is compiled
    # in each run.
    with suppress(RuntimeError):
        kernel._cache = _ForgivingCache(function)  # type: ignore[no-untyped-call]
    return cast("Callable[_Arguments, _Result]", kernel)
