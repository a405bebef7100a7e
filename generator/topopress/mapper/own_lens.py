"""A lens that is a function in an author's Python file: ``file:PATH.py:FUNCTION``.

It is called with the rows of a layer, float32 of shape (n_rows, n_channels) that cannot be written
to, and returns a number for each. The code is trusted like the configuration.
"""

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from topopress.config.lenses import parse_lens
from topopress.core.arrays import Float32, Float64
from topopress.core.errors import ConfigError, suggestion
from topopress.network.own.reads import HashFile, Reads


@dataclass(frozen=True, slots=True, eq=False)
class OwnLens:
    """The values of a lens, shape (n_rows,), and what its code read."""

    values: Float64
    read: Reads


@dataclass(frozen=True, slots=True)
class LensFile:
    """The function of a lens; its file is relative to the exploration's folder."""

    lens: str
    folder: Path
    seed: int

    @property
    def file(self) -> str:
        """The file as the author wrote it."""
        return parse_lens(self.lens).text.rpartition(":")[0]

    @property
    def function(self) -> str:
        """The name of the function."""
        return parse_lens(self.lens).text.rpartition(":")[2]

    @property
    def path(self) -> Path:
        """The file."""
        return self.folder / self.file

    def open(self, device: str) -> Callable[[Float32], OwnLens]:
        """Return what computes the lens."""
        return partial(own_lens_of, self)


def check_lens_file(lens: LensFile) -> None:
    """Find, without running it, whether a file can be read and binds the name of the function.

    Raises:
        ConfigError: it cannot, or it does not.
    """
    if not lens.path.is_file():
        raise ConfigError(
            f"mapper.lens: there is no file {lens.file!r}, which {lens.lens!r} names; its path is "
            "relative to exploration.toml"
        )
    try:
        tree = ast.parse(lens.path.read_bytes())
    except (SyntaxError, ValueError) as error:
        line = getattr(error, "lineno", None)
        place = f"{lens.file}, line {line}" if line else lens.file
        raise ConfigError(f"mapper.lens: {place}: {getattr(error, 'msg', error)}") from error
    bound = set(_bound(tree))
    if not bound & {lens.function, "*", "__getattr__"}:
        functions = sorted(each.name for each in tree.body if isinstance(each, ast.FunctionDef))
        hint = suggestion(lens.function, functions)
        there = f" (it defines: {', '.join(functions)})" if functions else ""
        raise ConfigError(
            f"mapper.lens: {lens.file} defines no function {lens.function!r}{hint}{there}"
        )


def own_lens_of(lens: LensFile, vectors: Float32) -> OwnLens:
    """Call the function of a lens twice, and record what its code reads.

    Raises:
        ConfigError: the code fails, gives no finite number for each row, or gives other numbers
            when it is called again.
    """
    from topopress.network.own.reads import recording

    with recording() as seen:
        values, modules = _called(lens, vectors)
    read = seen.reads(lens.folder, modules)
    again, _ = _called(lens, vectors)
    if not np.array_equal(values, again):
        raise ConfigError(
            f"mapper.lens: {lens.lens} gives other numbers when it is called again; a build must "
            "be repeatable, so draw from a generator with a seed, such as "
            "numpy.random.default_rng(0)"
        )
    return OwnLens(values, read)


def what_changed(folder: Path, lens: OwnLens, hash_file: HashFile) -> str:
    """Return what has changed of all that the code of a lens read, in words; "" if nothing has."""
    return lens.read.changed(folder, hash_file)


def _called(lens: LensFile, vectors: Float32) -> tuple[Float64, list[Any]]:
    """Return the values of a lens, and the modules that its code consists of."""
    from topopress.network.own.code import file_run, kept_state, own_errors
    from topopress.network.randomness import private_rng

    what = f"mapper.lens: {lens.lens}"
    shown = np.asarray(vectors, dtype=np.float32).view()
    shown.flags.writeable = False
    with private_rng(lens.seed), file_run(lens.path, what, ConfigError) as (module, modules):
        function = getattr(module, lens.function, None)
        if not callable(function):
            raise ConfigError(f"mapper.lens: {lens.file} defines no function {lens.function!r}")
        with own_errors(f"{what} fails", ConfigError), kept_state(lens.path):
            values = np.array(function(shown))
        return _checked(values, len(vectors), what), modules()


def _checked(values: np.ndarray[Any, Any], n_rows: int, what: str) -> Float64:
    if values.shape != (n_rows,) or values.dtype.kind not in "biuf":
        raise ConfigError(
            f"{what} returned {values.dtype} of shape {values.shape}; expected a number for each "
            f"row, shape ({n_rows},)"
        )
    found = values.astype(np.float64)
    broken = np.flatnonzero(~np.isfinite(found))
    if len(broken):
        raise ConfigError(
            f"{what} is not finite in {len(broken)} of {n_rows} rows, first in row {broken[0]}; "
            "every row needs a number"
        )
    return found


def _bound(tree: ast.Module) -> Iterator[str]:
    """Yield the names that a module binds anywhere; "*" for all names of another module."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            yield node.name
        elif isinstance(node, ast.alias):
            yield node.asname or node.name
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id
