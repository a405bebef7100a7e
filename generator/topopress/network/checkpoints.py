"""Loads weights from files. Files may contain tensors only, and the tensors must fit the module.

A checkpoint may come from anywhere, so no pickle is ever executed: ``.safetensors`` cannot contain
code, and other files go through torch's weights-only reader. This module checks what that reader
accepts: compressed archives, TorchScript, sparse or overlapping tensors that claim more memory
than the file has.
"""

import re
import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from http.client import HTTPException
from pathlib import Path

import torch
from safetensors import SafetensorError, safe_open
from torch import nn

from topopress.config.schema import Network
from topopress.core.errors import NetworkError
from topopress.network.checkpoint_names import COUNTER, fitted, state_dict_in
from topopress.network.names import local_weights
from topopress.samples.labels import shown

MAX_BYTES = 16 << 30
_SHOWN = 5


def load_weights(
    module: nn.Module,
    settings: Network,
    base: Path,
    seed: int,
    *,
    default_file: Callable[[], Path],
    default_name: str,
) -> str:
    """Load the wanted weights into a randomly initialised module; return their description.

    Paths start from ``base``. ``default_file`` returns the file of the default weights, with the
    description ``default_name``.
    """
    if settings.weights == "random":
        return f"random, seed {seed}"
    path = local_weights(settings, base)
    file = path or default_file()
    note = load_into(module, read_checkpoint(file), path=file, network=settings.name)
    return f"{path.name}{note}" if path else default_name


@contextmanager
def download_errors(what: str) -> Iterator[None]:
    """Turn a failed download inside the block into a ``NetworkError``."""
    try:
        yield
    except (OSError, HTTPException, RuntimeError) as error:
        raise NetworkError(
            f"network.weights: cannot download {what} ({error}); download it elsewhere and give "
            'the file\'s path as weights, or build with weights = "random"'
        ) from error


def read_checkpoint(path: Path) -> dict[str, torch.Tensor]:
    """Return the tensors of a .safetensors, .pth, .pt or .th file, on the CPU.

    See ``state_dict_in`` for what is removed around them.

    Raises:
        NetworkError: The file is missing, is no checkpoint, needs code to run, or contains values
            other than finite dense tensors.
    """
    if not path.is_file():
        raise NetworkError(
            f"network.weights: {path}: there is no such file; the path is relative to the "
            "exploration.toml"
        )
    size = path.stat().st_size
    if size > MAX_BYTES:
        raise NetworkError(
            f"network.weights: {path}: {size:,} bytes, more than the {MAX_BYTES:,} allowed"
        )
    safe = path.suffix == ".safetensors"
    content = _read_safetensors(path) if safe else _read_torch(path, size)
    tensors = state_dict_in(content, path)
    for name, tensor in tensors.items():
        _check_tensor(name, tensor, path)
    total = sum(tensor.numel() * tensor.element_size() for tensor in tensors.values())
    if total > 2 * size:  # tied weights can be listed twice
        raise NetworkError(
            f"network.weights: {path}: tensors of {total:,} bytes in a file of {size:,}"
        )
    return tensors


def load_into(
    module: nn.Module, tensors: Mapping[str, torch.Tensor], *, path: Path, network: str
) -> str:
    """Copy tensors into a module with the same shapes and, but for a prefix, names; see ``fitted``.

    Batch normalisation's counters (``num_batches_tracked``) may be missing, because evaluation
    does not use them. Returns what was left out, in words; "" for nothing.

    Raises:
        NetworkError: Names or shapes differ; the message lists some of them.
    """
    expected = module.state_dict()
    fit = fitted(tensors, expected)
    tensors = fit.tensors
    missing = [k for k in expected if k not in tensors and not k.endswith(COUNTER)]
    unexpected = [k for k in tensors if k not in expected]
    shapes = [
        f"{k} is {tuple(tensors[k].shape)}, expected {tuple(expected[k].shape)}"
        for k in expected
        if k in tensors and tensors[k].shape != expected[k].shape
    ]
    problems = {"of another shape": shapes, "missing": missing, "unexpected": unexpected}
    listed = [_listed(what, items) for what, items in problems.items() if items]
    if listed:
        raise NetworkError(f"network.weights: {path} does not fit {network}: {'; '.join(listed)}")
    module.load_state_dict(dict(tensors), strict=False)
    return fit.note


def _listed(what: str, items: list[str]) -> str:
    more = f" and {len(items) - _SHOWN} more" if len(items) > _SHOWN else ""
    return f"{len(items)} {what}: {', '.join(items[:_SHOWN])}{more}"


def _read_safetensors(path: Path) -> object:
    try:
        with safe_open(path, framework="pt", device="cpu") as file:
            return {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118
    except (SafetensorError, OSError, ValueError, RuntimeError, TypeError, KeyError) as error:
        raise NetworkError(
            f"network.weights: {path}: not a safetensors file ({_short(error)})"
        ) from error


def _read_torch(path: Path, size: int) -> object:
    try:
        if zipfile.is_zipfile(path):
            _check_archive(path, size)
        with torch.sparse.check_sparse_tensor_invariants(True):  # type: ignore[no-untyped-call]
            return torch.load(path, map_location="cpu", weights_only=True)
    except NetworkError:
        raise
    except Exception as error:
        # torch.load raises exceptions of many types for damaged files.
        raise NetworkError(f"network.weights: {path}: {_why_unreadable(error)}") from error


def _check_archive(path: Path, size: int) -> None:
    with zipfile.ZipFile(path) as archive:
        members = archive.infolist()
    if any(member.compress_type != zipfile.ZIP_STORED for member in members):
        raise NetworkError(
            f"network.weights: {path}: a compressed archive; torch.save never writes one"
        )
    if any(member.filename.rsplit("/", 1)[-1] == "constants.pkl" for member in members):
        raise NetworkError(
            f"network.weights: {path}: a TorchScript program; save model.state_dict()"
        )
    if sum(member.file_size for member in members) > size:
        raise NetworkError(
            f"network.weights: {path}: the archive declares more than its {size:,} bytes"
        )


def _why_unreadable(error: Exception) -> str:
    text = str(error)
    found = re.search(r"GLOBAL (\S+)|Unsupported class (\S+)|global: (\S+)", text)
    if found:
        needed = shown(next(group for group in found.groups() if group)[:150])
        return (
            f"needs Python code to be run ({needed}), which topopress "
            "refuses; save only the weights: torch.save(model.state_dict(), 'weights.pth')"
        )
    return f"not readable as weights ({_short(error)}); expected .safetensors or a saved state dict"


def _short(error: Exception) -> str:
    lines = str(error).splitlines()
    return shown(f"{type(error).__name__}{': ' + lines[0][:150] if lines else ''}")


def _check_tensor(name: str, tensor: torch.Tensor, path: Path) -> None:
    where = f"network.weights: {path}: {name!r:.60}"
    if tensor.layout != torch.strided or tensor.is_quantized or tensor.is_complex():
        raise NetworkError(f"{where} is not a dense real tensor")
    if tensor.device.type != "cpu":
        raise NetworkError(f"{where} has no content")
    if _reach(tensor) > tensor.untyped_storage().nbytes():
        raise NetworkError(f"{where} reaches outside its storage")
    if tensor.numel() * tensor.element_size() > tensor.untyped_storage().nbytes():
        raise NetworkError(f"{where} repeats its storage to a size the file does not hold")
    if tensor.is_floating_point() and not bool(torch.isfinite(tensor).all()):
        broken = int((~torch.isfinite(tensor)).sum())
        raise NetworkError(f"{where} has {broken:,} values that are NaN or infinite")


def _reach(tensor: torch.Tensor) -> int:
    # Bytes between the start of the storage and the end of the last element.
    if tensor.numel() == 0:
        return 0
    steps = zip(tensor.shape, tensor.stride(), strict=True)
    last = tensor.storage_offset() + sum((size - 1) * stride for size, stride in steps)
    return int(last + 1) * tensor.element_size()
