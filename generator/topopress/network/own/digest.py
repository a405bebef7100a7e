"""One hash of a module in memory: parameters, buffers, structure, and what else it holds."""

import argparse
import hashlib
import sys
import types
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any

import numpy as np
import torch
from torch import nn

_PLAIN = (str, bytes, int, float, complex, bool, type(None), torch.dtype, torch.Size, torch.device)
_OBJECTS_OF_PYTHON = (types.SimpleNamespace, argparse.Namespace)
"""Kinds of objects of Python's own library that hold settings; others, such as loggers, do not."""
_NO_NUMBERS = frozenset(vars(nn.Module())) - {"_forward_hooks", "_forward_pre_hooks"}
"""Attributes of every module; tensors and sub-modules among them are walked by themselves."""
_DEEPEST = 12
_Seen = dict[int, object]


def module_digest(module: nn.Module) -> str:
    """Return a SHA-256 of a module's classes, tensors and attributes, in the order of its names.

    An attribute that is none of torch's counts by its value: numbers, texts, tensors, arrays,
    functions with the values they enclose, containers and objects of these. Where a tensor lies
    does not count.
    """
    digest = hashlib.sha256()
    for name, part in module.named_modules():
        digest.update(f"{name} {type(part).__module__}.{type(part).__qualname__}\n".encode())
        for piece in _pieces_of(part):
            digest.update(piece)
    return digest.hexdigest()


def _pieces_of(part: nn.Module) -> Iterator[bytes]:
    seen: _Seen = {}
    for kind, tensors in (("parameter", part._parameters), ("buffer", part._buffers)):
        for name, tensor in tensors.items():
            yield f"{kind} {name} ".encode()
            yield from _pieces(tensor, seen=seen, depth=0)
    for name in sorted(vars(part).keys() - _NO_NUMBERS):
        yield f"attribute {name} ".encode()
        yield from _pieces(vars(part)[name], seen=seen, depth=0)


def _pieces(value: Any, *, seen: _Seen, depth: int) -> Iterator[bytes]:  # noqa: ANN401
    """Yield bytes that are equal for equal values; an object met again is only named."""
    yield f"{type(value).__name__} ".encode()
    if isinstance(value, _PLAIN):
        yield repr(value).encode("utf-8", "surrogatepass")
        return
    if id(value) in seen or depth > _DEEPEST or isinstance(value, nn.Module | types.ModuleType):
        return
    if not isinstance(value, tuple | frozenset | types.CodeType):  # Python may share equal ones
        seen[id(value)] = value
    walk = next((walk for kind, walk in _WALKS if isinstance(value, kind)), _of_object)
    yield from walk(value, partial(_pieces, seen=seen, depth=depth + 1))


Walk = Callable[[Any], Iterator[bytes]]


def _of_tensor(value: torch.Tensor, _walk: Walk) -> Iterator[bytes]:
    if nn.parameter.is_lazy(value) or value.layout != torch.strided:
        yield repr(type(value)).encode()
        return
    plain = value.detach().cpu().contiguous()
    yield f"{plain.dtype} {tuple(plain.shape)} ".encode()
    yield plain.resolve_conj().resolve_neg().flatten().view(torch.uint8).numpy().tobytes()


def _of_array(value: np.ndarray[Any, Any], walk: Walk) -> Iterator[bytes]:
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


def _of_object(value: Any, walk: Walk) -> Iterator[bytes]:  # noqa: ANN401
    kind = value if isinstance(value, type) else type(value)
    yield f"{kind.__module__}.{kind.__qualname__} ".encode()
    of_python = kind.__module__.partition(".")[0] in sys.stdlib_module_names
    if isinstance(value, type) or (of_python and not isinstance(value, _OBJECTS_OF_PYTHON)):
        return
    yield from walk(getattr(value, "__dict__", None))
    for name in sorted({name for each in kind.__mro__ for name in getattr(each, "__slots__", ())}):
        yield from walk(getattr(value, name, None))


_WALKS: tuple[tuple[Any, Callable[[Any, Walk], Iterator[bytes]]], ...] = (
    (torch.Tensor, _of_tensor),
    (np.ndarray, _of_array),
    (Mapping, _of_mapping),
    ((list, tuple), _of_list),
    ((set, frozenset), _of_set),
    (types.FunctionType, _of_function),
    (types.CodeType, _of_code),
    (types.MethodType, _of_method),
    (partial, _of_partial),
)
