"""Torchvision's classification networks with registered, local or random weights."""

import inspect
import warnings
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import torch
from torch import nn

from topopress.config.schema import Network
from topopress.core.errors import NetworkError, suggestion
from topopress.network.checkpoint_names import fitted
from topopress.network.checkpoints import download_errors, load_into, read_checkpoint
from topopress.network.loaded import BuiltNetwork
from topopress.network.names import FILE_SUFFIXES, local_weights
from topopress.network.preprocessing import Preprocessing
from topopress.network.randomness import private_rng


def load(settings: Network, base: Path, seed: int) -> BuiltNetwork:
    """Return ``torchvision:NAME`` with the wanted weights."""
    name = settings.name.removeprefix("torchvision:")
    registered = _registered_weights(name)
    usual = Preprocessing(resize=256, crop=224)
    if registered:
        usual = preprocessing_of(registered[0].transforms())
    with private_rng(seed), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        if settings.weights == "random":
            module = _build(name, init_weights=True, aux_logits=False)
            return BuiltNetwork(module, usual, f"random, seed {seed}")
        path = local_weights(settings, base)
        if path is not None:
            module, note, other_classes = _from_file(settings, path)
            meta = registered[0].meta if registered and not other_classes else {}
            classes = tuple(meta.get("categories", ()))
            return BuiltNetwork(module, usual, f"{path.name}{note}", classes)
        return _registered(name, settings.weights, registered)


def _registered_weights(name: str) -> list[Any]:
    from torchvision import models

    names = models.list_models(module=models)
    if name not in names:
        raise NetworkError(
            f"network.name: torchvision has no classification network {name!r}"
            f"{suggestion(name, names)}; known are {', '.join(names)}"
        )
    return list(models.get_model_weights(name))


def _registered(name: str, wanted: str, registered: list[Any]) -> BuiltNetwork:
    from torchvision import models

    known = {weights.name: weights for weights in registered}
    default = models.get_model_weights(name).DEFAULT
    weights = default if wanted == "default" else known.get(wanted)
    if weights is None:
        raise NetworkError(
            f"network.weights: torchvision registers no weights {wanted!r} for {name}"
            f"{suggestion(wanted, known)}; allowed are default, random, {', '.join(known)}, or a "
            f"local file ending in {', '.join(FILE_SUFFIXES)}"
        )
    with download_errors(f"{weights} from {weights.url}"):
        module = _build(name, weights=weights, progress=False)
    return BuiltNetwork(
        module,
        preprocessing_of(weights.transforms()),
        f"torchvision {weights}",
        tuple(weights.meta.get("categories", ())),
    )


def _from_file(settings: Network, path: Path) -> tuple[nn.Module, str, bool]:
    """Return the network with a file's weights, a note on them, and whether it has other classes.

    The note is that of ``fitted``.
    """
    name = settings.name.removeprefix("torchvision:")
    fit = fitted(
        read_checkpoint(path), _build(name, aux_logits=False, init_weights=False).state_dict()
    )
    tensors = fit.tensors
    # The published weights of GoogLeNet and Inception need the module's rescaling of inputs, and
    # include auxiliary classifiers, which a checkpoint can lack.
    options = {
        "aux_logits": any(key.lower().startswith("aux") for key in tensors),
        "transform_input": True,
        "init_weights": False,
    }
    module = _build(name, **options)
    outputs = _outputs_in(tensors, module)
    if outputs is not None:
        module = _build(name, num_classes=outputs, **options)
    load_into(module, tensors, path=path, network=settings.name)
    return module, fit.note, outputs is not None


def _outputs_in(tensors: Mapping[str, torch.Tensor], module: nn.Module) -> int | None:
    """Return the checkpoint's number of outputs if it differs from the module's."""
    last, bias = list(module.named_parameters())[-1]
    found = tensors.get(last)
    if found is None or found.ndim != 1 or found.shape == bias.shape:
        return None
    return int(found.shape[0])


def _build(name: str, **options: object) -> nn.Module:
    """Build a network with those of the options that its constructor accepts."""
    from torchvision import models

    builder = models.get_model_builder(name)
    taken = {k: v for k, v in options.items() if k in _constructor_options(builder)}
    module: nn.Module = builder(**taken)
    return module


def _constructor_options(builder: Callable[..., nn.Module]) -> set[str]:
    always = {"weights", "progress", "num_classes"}
    returned = inspect.signature(builder, eval_str=True).return_annotation
    if not (inspect.isclass(returned) and issubclass(returned, nn.Module)):
        return always
    return always | set(inspect.signature(returned).parameters)


def preprocessing_of(transforms: Any) -> Preprocessing:  # noqa: ANN401
    """Return torchvision's ``ImageClassification`` preset as a ``Preprocessing``."""
    return Preprocessing(
        resize=transforms.resize_size[0],
        crop=transforms.crop_size[0],
        interpolation=transforms.interpolation.value,
        mean=tuple(transforms.mean),
        std=tuple(transforms.std),
    )
