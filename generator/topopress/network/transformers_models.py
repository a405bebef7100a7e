"""Networks that transformers' ``AutoModel`` loads: of texts (BERT, GPT-2) and of pictures (ViT).

``transformers:NAME-OR-PATH``; see ``model_folder`` for the names. Everything is read from files on
this machine, from safetensors and JSON only, and no code of a model's author is ever run.
"""

import inspect
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import torch
from torch import nn

from topopress.config.schema import Network
from topopress.core.errors import NetworkError
from topopress.network.fast_tokenizer import text_preprocessing
from topopress.network.hub import offline
from topopress.network.loaded import BuiltNetwork
from topopress.network.model_folder import (
    CONFIG,
    TOWERS,
    WEIGHTS,
    model_files,
    read_json,
    split_tower,
    takes_of,
)
from topopress.network.own.blame import said_by
from topopress.network.picture_processor import picture_preprocessing
from topopress.network.preprocessing import Preprocessing
from topopress.network.randomness import private_rng
from topopress.network.text_inputs import TextPreprocessing

_SHOWN = 5
_POOLER = "pooler."


def load(settings: Network, base: Path, seed: int) -> BuiltNetwork:
    """Return a network in single precision, without dropout and without a cache of keys.

    Attention is computed by torch's ``scaled_dot_product_attention`` where the network has it, as
    transformers does by default: it is as fast as the network alone. Its output passes through the
    modules like that of the plain form; attention weights are no layers.

    Raises:
        NetworkError: Something is missing or damaged, or the network takes something else than
            texts or pictures alone.
    """
    if settings.classes:
        raise NetworkError(
            f"network.classes: {settings.name} is loaded without a class head, so its outputs have "
            "no names; leave the setting out"
        )
    folder = model_files(settings, base)[CONFIG].parent
    silence()
    with offline(), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        module, weights = _module(folder, settings, seed)
        if tower := split_tower(settings.name)[1]:
            module = _tower(module, tower, settings.name)
        prepared_by = _prepared_by(folder, module, settings)
    return BuiltNetwork(module, prepared_by, f"{type(module).__name__}, {weights}")


def _tower(module: nn.Module, tower: str, name: str) -> nn.Module:
    found = getattr(module, TOWERS[tower], None)
    if not isinstance(found, nn.Module):
        raise NetworkError(
            f"network.name: {name} is a {type(module).__name__}, which has no part "
            f"{TOWERS[tower]!r}; such networks are not supported yet"
        )
    return found


def _prepared_by(
    folder: Path, module: nn.Module, settings: Network
) -> Preprocessing | TextPreprocessing:
    config = read_json(folder / CONFIG)
    if takes_of(config, settings.name) == "texts":
        _check_reads_texts(module, settings.name)
        return text_preprocessing(folder, module, settings.name)
    _check_shows_pictures(module, settings.name)
    inner = config.get("vision_config", config)
    return picture_preprocessing(folder, inner, random=settings.weights == "random")


def _module(folder: Path, settings: Network, seed: int) -> tuple[nn.Module, str]:
    """Return the module, and where its weights come from."""
    from transformers import AutoModel

    config = model_config(folder, settings.name)
    if settings.weights == "random":
        with (
            transformers_errors(f"network.name: transformers cannot build {settings.name}"),
            private_rng(seed),
        ):
            built: nn.Module = AutoModel.from_config(  # type: ignore[no-untyped-call]
                config, dtype=torch.float32, trust_remote_code=False
            )
        return built, f"random, seed {seed}"
    module, found = saved_module(AutoModel, folder, config)
    _complete(module, found["missing_keys"], settings.name)
    _check_finite(module, settings.name)
    left_out = len(found["unexpected_keys"])
    note = f", {left_out} tensors of other parts left out" if left_out else ""
    return module, f"from {WEIGHTS}{note}"


def saved_module(
    family: Any,  # noqa: ANN401 - a class of transformers
    folder: Path,
    config: Any,  # noqa: ANN401 - likewise
) -> tuple[nn.Module, Mapping[str, Any]]:
    """Return a network with its saved weights, and what the files lack or have too much.

    The weights come from safetensors in the folder, in single precision; no code of an author runs.

    Args:
        family: A class that loads networks, such as ``AutoModel``.
        folder: The folder with the files.
        config: See ``model_config``.

    Raises:
        NetworkError: The files cannot be loaded.
    """
    with transformers_errors(f"network.weights: {folder} cannot be loaded"), private_rng(0):
        module, found = family.from_pretrained(
            folder,
            config=config,
            dtype=torch.float32,
            local_files_only=True,
            use_safetensors=True,
            trust_remote_code=False,
            output_loading_info=True,
        )
    return module, found


def model_config(folder: Path, name: str) -> Any:  # noqa: ANN401 - a class of transformers
    """Return the configuration of a network, without a cache of keys.

    Raises:
        NetworkError: transformers does not know the architecture, or the file is damaged.
    """
    import transformers
    from transformers import AutoConfig

    content = read_json(folder / CONFIG)
    kind = content.get("model_type")
    if not isinstance(kind, str) or kind not in transformers.CONFIG_MAPPING:
        own = "auto_map" in content
        reason = (
            "it needs Python code of its author, which Topopress never runs"
            if own
            else f"transformers {transformers.__version__} does not know it; a newer one may"
        )
        raise NetworkError(
            f"network.name: {name}: the architecture {kind!r} in {folder / CONFIG} cannot be "
            f"loaded: {reason}"
        )
    with transformers_errors(f"network.name: {folder / CONFIG} cannot be used"):
        config = AutoConfig.from_pretrained(folder, local_files_only=True, trust_remote_code=False)
        config.use_cache = False
    return config


def _check_reads_texts(module: nn.Module, name: str) -> None:
    takes, what = inspect.signature(module.forward).parameters, f"a {type(module).__name__}"
    other = [key for key in ("pixel_values", "input_features", "input_values") if key in takes]
    if other or "input_ids" not in takes:
        raise NetworkError(
            f"network.name: {name} is {what}, which takes {(other or list(takes))[0]}, and not "
            "texts or pictures alone; such networks are not supported yet"
        )
    if "attention_mask" not in takes:
        raise NetworkError(
            f"network.name: {name} is {what}, which takes no attention mask: the padding of a "
            "batch would change its values. Take another network"
        )


def _check_shows_pictures(module: nn.Module, name: str) -> None:
    takes = list(inspect.signature(module.forward).parameters)
    if takes[0] != "pixel_values" or "input_ids" in takes:
        raise NetworkError(
            f"network.name: {name} is a {type(module).__name__}, which takes {takes[0]}, and not "
            "pictures alone; such networks are not supported yet"
        )


def _complete(module: nn.Module, missing: Mapping[str, object], name: str) -> None:
    """Refuse missing weights, and take off a pooler that was saved without its own."""
    needed = sorted(key for key in missing if not key.startswith(_POOLER))
    if needed:
        more = f" and {len(needed) - _SHOWN} more" if len(needed) > _SHOWN else ""
        raise NetworkError(
            f"network.weights: the files of {name} lack {', '.join(needed[:_SHOWN])}{more}; they "
            "were saved from another network than its config.json describes"
        )
    if missing:
        module.pooler = None  # type: ignore[assignment]


def _check_finite(module: nn.Module, name: str) -> None:
    for key, tensor in module.state_dict().items():
        broken = int((~torch.isfinite(tensor)).sum())
        if broken:
            raise NetworkError(
                f"network.weights: {name}: {key!r:.60} has {broken:,} values that are NaN or "
                "infinite"
            )


@contextmanager
def transformers_errors(what: str) -> Iterator[None]:
    """Turn whatever transformers raises inside the block into a ``NetworkError``."""
    try:
        yield
    except (KeyboardInterrupt, NetworkError):
        raise
    except Exception as error:  # it raises exceptions of many types for damaged files
        raise NetworkError(f"{what} ({said_by(error)})") from error


def silence() -> None:
    """Keep transformers from printing reports, progress and advice, at loading and later."""
    from transformers.utils import logging as its_logging

    its_logging.set_verbosity_error()  # type: ignore[no-untyped-call]
    its_logging.disable_progress_bar()  # type: ignore[no-untyped-call]
