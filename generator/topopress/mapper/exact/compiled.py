"""The one place that knows numba: a typed decorator for the kernels."""

from collections.abc import Callable
from contextlib import suppress
from typing import Any, ParamSpec, TypeVar, cast

from numba import njit
from numba.core.caching import FunctionCache

_Arguments = ParamSpec("_Arguments")
_Result = TypeVar("_Result")

ANY_ORDER = {"reassoc", "contract"}
"""Freedom that a kernel gives the compiler: sums in any order, fused multiply-adds. The bounds of
``bounds.py`` hold for both. No other liberty is ever given."""


class _ForgivingCache(FunctionCache):
    """Compiled code on disk, where that works; numba's own ends the program where it does not."""

    def load_overload(self, *arguments: Any) -> Any:  # noqa: ANN401 - numba's types
        """Return compiled code; None if there is none, or another version's that cannot be read."""
        # Pickled by other code, it can raise anything.
        with suppress(Exception):
            return super().load_overload(*arguments)  # type: ignore[no-untyped-call]
        return None

    def save_overload(self, *arguments: Any) -> None:  # noqa: ANN401 - numba's types
        """Keep compiled code, unless the disk is full or has become read-only."""
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
    # Without a folder to keep it in, neither beside the package nor in the user's cache, code is
    # compiled in each run.
    with suppress(RuntimeError):
        kernel._cache = _ForgivingCache(function)  # type: ignore[no-untyped-call]
    return cast("Callable[_Arguments, _Result]", kernel)
