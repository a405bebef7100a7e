"""The command that lists the layers of a network."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from topopress.core.errors import ConfigError
from topopress.core.progress import SILENT

if TYPE_CHECKING:
    from topopress.network.sample_inputs import SampleInputs
    from topopress.network.types import DescribedNetwork

LOOKED_AT = 16
"""Samples of an author's own that a network is shown."""


def list_layers(name: str, weights: str, samples: str | None) -> None:
    """Print the layers of a network with their output shapes, and why others are none.

    ``samples`` names an author's own, as the setting does, for a network that is shown them.
    """
    from topopress.config.schema import Network
    from topopress.network.loading import load_network

    settings, base = Network(name=name, weights=weights, layers=("any",)), Path()
    shown = None if samples is None else _first(samples, base)
    info = load_network(settings, base=base, seed=0, samples=shown).info
    click.echo(f"{info.name}: {info.weights}; {_input(info, shown)}")
    longest = max(len(layer.name) for layer in info.layers)
    for layer in info.layers:
        shape = f"{layer.output.kind:8}  {layer.channels} channels"
        if layer.map_size is not None:
            shape += f", {layer.map_size[0]} x {layer.map_size[1]}"
        click.echo(f"  {layer.name:{longest}}  {shape}")
    if info.others:
        click.echo("cannot be published:")
    for other, reason in info.others.items():
        click.echo(f"  {other}  {reason}")


def _input(info: "DescribedNetwork", shown: "SampleInputs | None") -> str:
    if shown is not None:
        return shown.described
    from topopress.network.channels import channels_in_words

    if info.input_size is None:
        return "texts"
    height, width = info.input_size
    return f"input {height} x {width}, {channels_in_words(info.input_channels)}"


def _first(samples: str, base: Path) -> "SampleInputs":
    import numpy as np

    from topopress.kinds.own.listing import list_samples
    from topopress.kinds.own.reader import examples_of
    from topopress.kinds.own.settings import OwnData

    try:
        data = OwnData(kind="python", samples=samples, limit=LOOKED_AT)
    except ValueError as error:
        raise ConfigError(
            f"--samples must be of the form file:PATH.py:NAME, got {samples!r}"
        ) from error
    if not (base / data.file).is_file():
        raise ConfigError(f"--samples: there is no file {data.file!r}")
    found = list_samples(data, base, 0, lambda _name, size: np.zeros(size, np.uint8), SILENT)
    return examples_of(found)
