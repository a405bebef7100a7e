"""One hash of a module in memory: parameters, buffers, structure, and what else it holds."""

import argparse
import array
import hashlib
import sys
import types
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from typing import Any

import numpy as np
import torch
from torch import nn

_PLAIN = (str, bytes, int, float, complex, bool, type(None), torch.dtype, torch.Size, torch.device)
_OBJECTS_OF_PYTHON = (types.SimpleNamespace, argparse.Namespace)
"""Kinds of objects of Python's own library that hold settings; others, such as loggers, do not."""
_NO_NUMBERS = frozenset(vars(nn.Module()))
"""Attributes of every module; tensors and sub-modules among them are walked by themselves."""
_HOOKS = ("_forward_pre_hooks", "_forward_hooks")
_DEEPEST = 12
_Seen = dict[int, object]


def module_digest(module: nn.Module) -> str:
    """Return a SHA-256 of a module's classes, tensors and attributes, in the order of its names.

    An attribute that is none of torch's counts by its value: numbers, texts, tensors, arrays,
    functions with the values they enclose, containers and objects of these. Where a tensor lies
    does not count, nor does what cannot be read.
    """
    digest = hashlib.sha256()
    for name, pieces in _named_pieces(module):
        digest.update(f"{name} ".encode())
        for piece in pieces:
            digest.update(piece)
    return digest.hexdigest()


def first_difference(one: nn.Module, other: nn.Module) -> str:
    """Return the name of the first tensor or attribute that differs; "" if none is found."""
    for (name, mine), (there, theirs) in zip(
        _named_pieces(one), _named_pieces(other), strict=False
    ):
        if name != there or b"".join(mine) != b"".join(theirs):
            return name
    return ""


def _named_pieces(module: nn.Module) -> Iterator[tuple[str, Iterator[bytes]]]:
    """Yield names and bytes of what a module holds, in the order of its names."""
    registered: _Seen = {id(part): part for part in module.modules()}
    for name, part in module.named_modules():
        prefix, seen = f"{name}." if name else "", dict(registered)
        for inner, value in _contents(part):
            yield f"{prefix}{inner}", _pieces(value, seen=seen, depth=0)


def _contents(part: nn.Module) -> Iterator[tuple[str, object]]:
    """Yield what one module holds itself, by name: its class, tensors, attributes and hooks."""
    yield "class", f"{type(part).__module__}.{type(part).__qualname__}"
    yield from part._parameters.items()
    yield from part._buffers.items()
    for name in sorted(vars(part).keys() - _NO_NUMBERS):
        yield name, vars(part)[name]
    for name in _HOOKS:
        yield name, list(vars(part).get(name, {}).values())  # their keys count all hooks ever made


def _pieces(value: Any, *, seen: _Seen, depth: int) -> Iterator[bytes]:  # noqa: ANN401
    """Yield bytes that are equal for equal values; an object met again is only named."""
    yield f"{type(value).__name__} ".encode()
    plain = next((kind for kind in _PLAIN if isinstance(value, kind)), None)
    if plain is not None:  # an author's sub-class can write itself otherwise
        show: Any = plain.__repr__
        yield str(show(value)).encode("utf-8", "surrogatepass")
        return
    if id(value) in seen or depth > _DEEPEST or isinstance(value, types.ModuleType):
        return
    if not isinstance(value, tuple | frozenset | types.CodeType):  # Python may share equal ones
        seen[id(value)] = value
    walk = next((walk for kind, walk in _WALKS if isinstance(value, kind)), _of_object)
    try:
        yield from walk(value, partial(_pieces, seen=seen, depth=depth + 1))
    except Exception:  # an author's object can raise anything when it is read
        yield b"unreadable"


Walk = Callable[[Any], Iterator[bytes]]


def _of_tensor(value: torch.Tensor, _walk: Walk) -> Iterator[bytes]:
    if nn.parameter.is_lazy(value) or value.layout != torch.strided:
        yield repr(type(value)).encode()
        return
    plain = value.detach().cpu().contiguous()
    yield f"{plain.dtype} {tuple(plain.shape)} ".encode()
    yield plain.resolve_conj().resolve_neg().flatten().view(torch.uint8).numpy().tobytes()


def _of_module(value: nn.Module, walk: Walk) -> Iterator[bytes]:
    """Walk a module that torch does not know of, such as one in a list."""
    for name, part in value.named_modules():
        yield f"{name} ".encode()
        for _, content in _contents(part):
            yield from walk(content)


def _of_array(value: np.ndarray[Any, Any] | np.generic, walk: Walk) -> Iterator[bytes]:
    yield f"{value.dtype} {value.shape} ".encode()
    if value.dtype.hasobject:
        yield from walk(value.tolist())
    else:
        yield np.ascontiguousarray(value).tobytes()


def _of_mapping(value: Mapping[Any, Any], walk: Walk) -> Iterator[bytes]:
    for key, each in value.items():
        yield from walk(key)
        yield from walk(each)


def _of_list(value: Any, walk: Walk) -> Iterator[bytes]:  # noqa: ANN401
    for each in value:
        yield from walk(each)


def _of_set(value: Any, walk: Walk) -> Iterator[bytes]:  # noqa: ANN401
    yield from sorted(b"".join(walk(each)) for each in value)


def _of_function(value: types.FunctionType, walk: Walk) -> Iterator[bytes]:
    yield f"{value.__module__}.{value.__qualname__} ".encode()
    yield from walk(value.__code__)
    yield from walk(value.__defaults__)
    for cell in value.__closure__ or ():
        try:
            yield from walk(cell.cell_contents)
        except ValueError:  # a cell without content
            yield b"empty"


def _of_code(value: types.CodeType, walk: Walk) -> Iterator[bytes]:
    yield value.co_code
    yield repr(value.co_names).encode()
    yield from walk(value.co_consts)


def _of_method(value: types.MethodType, walk: Walk) -> Iterator[bytes]:
    yield from walk(value.__func__)
    yield from walk(value.__self__)


def _of_partial(value: "partial[Any]", walk: Walk) -> Iterator[bytes]:
    yield from walk((value.func, value.args, value.keywords))


def _of_builtin(value: types.BuiltinFunctionType, _walk: Walk) -> Iterator[bytes]:
    yield f"{value.__module__}.{value.__qualname__} ".encode()


def _of_object(value: Any, walk: Walk) -> Iterator[bytes]:  # noqa: ANN401
    kind = value if isinstance(value, type) else type(value)
    yield f"{kind.__module__}.{kind.__qualname__} ".encode()
    of_python = kind.__module__.partition(".")[0] in sys.stdlib_module_names
    if isinstance(value, type) or (of_python and not isinstance(value, _OBJECTS_OF_PYTHON)):
        return
    yield from walk(getattr(value, "__dict__", None))
    for name in sorted({name for each in kind.__mro__ for name in _slots(each)}):
        yield from walk(getattr(value, name, None))


def _slots(kind: type) -> Iterable[str]:
    slots: str | Iterable[str] = vars(kind).get("__slots__", ())
    return (slots,) if isinstance(slots, str) else slots


_WALKS: tuple[tuple[Any, Callable[[Any, Walk], Iterator[bytes]]], ...] = (
    (torch.Tensor, _of_tensor),
    (nn.Module, _of_module),
    ((np.ndarray, np.generic), _of_array),
    (Mapping, _of_mapping),
    ((list, tuple, range, bytearray, array.array, deque), _of_list),
    ((set, frozenset), _of_set),
    (types.FunctionType, _of_function),
    (types.BuiltinFunctionType, _of_builtin),
    (types.CodeType, _of_code),
    (types.MethodType, _of_method),
    (partial, _of_partial),
)
