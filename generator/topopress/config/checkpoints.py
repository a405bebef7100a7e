"""Checkpoints of a network: its weights at some steps of training, in their order."""

import unicodedata
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import BeforeValidator, Field

from topopress.config.base import Name, Settings

if TYPE_CHECKING:
    from topopress.config.schema import Exploration, TrainedNetwork

FEWEST, MOST_CHECKPOINTS = 2, 24
MOST_GRAPHS = 120
"""Layers times checkpoints: each pair has a graph, and all of them are on one page."""
LONGEST_NAME = 40
SIGN = "@"
"""Stands between a layer and a checkpoint in the name of a published layer."""
_OF_ONE_NETWORK = ("report", "anomalies", "class_pages", "compare", "overlay")
"""Settings that ask for pages about one network."""


class Checkpoint(Settings):
    """The weights at one step of training."""

    file: Name = Field(
        description="A file of weights as `network.weights` takes it, relative to this file."
    )
    name: Annotated[str, Field(max_length=LONGEST_NAME)] | None = Field(
        None, description="What pages call it, such as epoch 5; by default the name of the file."
    )

    @property
    def shown(self) -> str:
        """What pages call it."""
        return self.name or PurePosixPath(self.file).stem


def _listed(written: Any) -> Any:  # noqa: ANN401 - nothing is checked yet
    if not isinstance(written, list | tuple):
        return written
    return tuple({"file": one} if isinstance(one, str) else one for one in written)


class CheckpointSettings(Settings):
    """The settings of a network that is probed at several steps of its training."""

    checkpoints: Annotated[
        tuple[Checkpoint, ...],
        BeforeValidator(_listed, json_schema_input_type=tuple[str | Checkpoint, ...]),
    ] = Field(
        (),
        description="The weights of the network at some steps of its training, in their order, in "
        "place of `weights`: files, or tables with `file` and `name`. Each layer has a graph at "
        "each of them.",
    )


def published_layer(layer: str, checkpoint: str) -> str:
    """Return the name of a layer at a checkpoint."""
    return f"{layer}{SIGN}{checkpoint}"


def published_layers(network: "TrainedNetwork") -> tuple[str, ...]:
    """Return the names of the layers that are published of a network, layer by layer."""
    if not network.checkpoints:
        return network.layers
    return tuple(
        published_layer(layer, one.shown) for layer in network.layers for one in network.checkpoints
    )


def checkpoint_mistakes(settings: "Exploration", folder: Path) -> Iterator[tuple[str, str]]:
    """Yield the key and a sentence for all that is wrong with the checkpoints of a network."""
    network = settings.network
    if network is None or not network.checkpoints:
        return
    yield from _mistakes_of_each(network.checkpoints, folder)
    n_graphs = len(network.layers) * len(network.checkpoints)
    if len(network.checkpoints) < FEWEST:
        yield (
            "network.checkpoints",
            "one checkpoint is no training; list two or more, or give the file as weights",
        )
    elif len(network.checkpoints) > MOST_CHECKPOINTS or n_graphs > MOST_GRAPHS:
        yield (
            "network.checkpoints",
            f"{len(network.checkpoints)} checkpoints of {len(network.layers)} layers; at most "
            f"{MOST_CHECKPOINTS} checkpoints and {MOST_GRAPHS} graphs fit on a page. Leave some "
            "out, such as every second one",
        )
    if network.name.startswith("transformers:"):
        yield (
            "network.checkpoints",
            "the weights of such a network are those of its folder, so it has no checkpoints; "
            "load it in a file of your own, as file:PATH.py:FUNCTION",
        )
    if network.weights != "default":
        yield "network.weights", "the checkpoints are the weights; leave one of the two out"
    for key in _OF_ONE_NETWORK:
        if getattr(settings, key):
            yield (
                key,
                "this is about one network, and network.checkpoints lists several; put it into an "
                "exploration of its own, with one of the files as network.weights",
            )


def _mistakes_of_each(checkpoints: Sequence[Checkpoint], folder: Path) -> Iterator[tuple[str, str]]:
    files: dict[Path, int] = {}
    names: dict[str, int] = {}
    for k, one in enumerate(checkpoints):
        key, path = f"network.checkpoints[{k}]", (folder / one.file).resolve()
        if fault := _fault(one.shown):
            yield key, f"{one.shown!r} cannot be the name of a checkpoint: {fault}"
        if (other := names.setdefault(one.shown, k)) != k:
            yield key, f"has the name {one.shown!r}, as number {other} has; give each its own name"
        if (other := files.setdefault(path, k)) != k:
            yield key, f"is the file {one.file!r} of number {other} again; list each file once"
        elif not path.is_file():
            yield (
                key,
                f"there is no file {one.file!r}; the path is relative to the exploration.toml",
            )


def _fault(name: str) -> str:
    """Return why a checkpoint cannot have a name; nothing if it can."""
    if SIGN in name:
        return f"{SIGN} stands between a layer and its checkpoint"
    if any(unicodedata.category(letter) == "Cc" for letter in name):
        return "it has a control character"
    return "" if name.strip() else "it is empty"
