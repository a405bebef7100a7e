"""The stages of an exploration at each checkpoint of its network, and what they have in common.

An exploration without checkpoints has one step. Samples are those of the last checkpoint, whose
network is that of all pages; the settings of all graphs of a layer are those chosen at the last.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from topopress.analysis.stages import ChosenMapper
from topopress.config.addresses import layer_address
from topopress.config.checkpoints import Checkpoint
from topopress.config.load import ExplorationSource
from topopress.core.errors import NetworkError
from topopress.diagnosis.report_types import OwnAnswers
from topopress.diagnosis.types import SampleMeans
from topopress.kinds.kind import HashFile, Inputs, Kind, LayerStages, Looks
from topopress.kinds.pictures import PictureRequest, TextFigure
from topopress.mapper.stages import LensColumns, layout_after
from topopress.stage.executor import Executor
from topopress.stage.stage import Stage, stage

Settled = Mapping[str, Stage[ChosenMapper] | None]
"""The settings of the graph of each layer, by its name in the network."""


@dataclass(frozen=True, slots=True)
class Step:
    """An exploration with its network at one checkpoint.

    Attributes:
        source: Its settings.
        inputs: The samples and the network.
        columns: Lenses that are no function of a layer's vectors; None if there are none.
        layer_columns: Those of each layer, by its published name.
        layers: The stages of each layer.
        looks: What shows rows and samples.
        means: The mean of each sample, by layer; nothing unless it is asked for.
        answers: What the network answers among the labels; None unless it is asked for.
    """

    source: ExplorationSource
    inputs: Inputs
    columns: Stage[LensColumns] | None
    layer_columns: Mapping[str, Stage[LensColumns] | None]
    layers: Mapping[str, LayerStages]
    looks: Looks
    means: Mapping[str, Stage[SampleMeans]]
    answers: Stage[OwnAnswers] | None

    @property
    def settled(self) -> Settled:
        """The settings of the graphs, by the names of the layers in the network."""
        return {self.source.of_network(name): one.chosen for name, one in self.layers.items()}


def check_contents(source: ExplorationSource, hash_file: HashFile) -> None:
    """Refuse checkpoints with the same content.

    Raises:
        NetworkError: two files have the same bytes, or one cannot be read.
    """
    network, seen = source.settings.network, dict[str, Checkpoint]()
    for k, one in enumerate(network.checkpoints if network else ()):
        key = source.where(f"network.checkpoints[{k}]")
        try:
            other = seen.setdefault(hash_file(source.folder / one.file), one)
        except OSError as error:
            raise NetworkError(f"{key}: cannot read {one.file!r} ({error.strerror})") from error
        if other is not one:
            raise NetworkError(
                f"{key}: {one.file!r} has the same weights as {other.file!r}; leave one of them out"
            )


def in_one_row(steps: Sequence[Step]) -> list[Step]:
    """Return the steps with each layout beginning where the one before ends."""
    found = [steps[0]]
    for one in steps[1:]:
        before = found[-1]
        layers = {
            name: _after(one, name, before.layers[before.source.published(plain)])
            for name in one.layers
            for plain in (one.source.of_network(name),)
        }
        found.append(replace(one, layers=layers))
    return found


def _after(step: Step, name: str, before: LayerStages) -> LayerStages:
    layer = step.layers[name]
    placed = stage(
        layout_after,
        f"{step.source.name}/{name}",
        graph=layer.graph,
        earlier=before.graph,
        position=before.layout,
        seed=step.source.settings.seed,
    )
    return replace(layer, layout=placed)


def merged_layers(steps: Sequence[Step]) -> dict[str, LayerStages]:
    """Return all layers by their published names, each layer at all its checkpoints."""
    return {
        name: each
        for of_layer in zip(*(one.layers.items() for one in steps), strict=True)
        for name, each in of_layer
    }


def merged_looks(steps: Sequence[Step]) -> Looks:
    """Return what shows the rows of all checkpoints; samples look as at the last."""
    last = steps[-1].looks
    return Looks(
        layers={name: each for one in steps for name, each in one.looks.layers.items()},
        samples=last.samples,
        parts={name: each for one in steps for name, each in one.looks.parts.items()},
        details=last.details,
    )


def run_by_step(executor: Executor, steps: Sequence[Step]) -> None:
    """Compute what needs a network, and close it before that of the next checkpoint is opened.

    The last checkpoint comes first: the settings of all graphs are chosen there.
    """
    for one in (steps[-1], *steps[:-1]) if len(steps) > 1 else ():
        with executor:
            for name, layer in one.layers.items():
                executor.run([layer.rows])
                executor.run([layer.attribution] if layer.attribution else [])
                executor.run(one.looks.parts.get(name, {}).values())
            executor.run([one.answers] if one.answers else [])


def pictures_of(
    executor: Executor, kind: Kind, steps: Sequence[Step], asked: Sequence[PictureRequest]
) -> dict[PictureRequest, TextFigure]:
    """Make the figures that texts ask for, each with the network of its checkpoint."""
    made: dict[PictureRequest, TextFigure] = {}
    for one in steps:
        own = {layer_address(name) for name in one.layers}
        wanted = [request for request in asked if request.layer in own]
        if wanted:
            made |= kind.pictures(executor, one.source, one.inputs, one.looks, one.layers, wanted)
    return made
