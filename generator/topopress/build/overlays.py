"""The stages that lay new data over the finished graphs of an exploration."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from topopress.config.load import ExplorationSource
from topopress.config.schema import Overlay
from topopress.core.errors import ConfigError
from topopress.diagnosis.overlay.types import EditedSamples, LayerOverlay, LeftSamples
from topopress.diagnosis.overlay_stages import edited_samples, layer_overlay, left_samples
from topopress.diagnosis.types import Faces
from topopress.kinds.kind import HashFile, Inputs, Kind, LayerStages
from topopress.kinds.table import kind_of
from topopress.mapper.stages import LensColumns, check_lenses
from topopress.network.types import DescribedNetwork
from topopress.stage.executor import Executor
from topopress.stage.stage import Stage, stage

ColumnsOf = Callable[[ExplorationSource, Inputs], Stage[LensColumns] | None]
"""Returns the stage of the lenses that have one value for each sample."""


@dataclass(frozen=True, slots=True)
class OverlayStages:
    """New data over the graphs of an exploration.

    Attributes:
        source: The exploration with the new data in place of its own.
        inputs: The new samples.
        layers: What they say over the graph of each layer, by its name.
        left: The samples that fit nowhere.
        faces: How these look; None if they are ids.
        edited: Which of them are edited copies; None if none are.
    """

    source: ExplorationSource
    inputs: Inputs
    layers: Mapping[str, Stage[LayerOverlay]]
    left: Stage[LeftSamples]
    faces: Stage[Faces] | None
    edited: Stage[EditedSamples] | None


def overlay_stages(
    source: ExplorationSource,
    kind: Kind,
    inputs: Inputs,
    layers: Mapping[str, LayerStages],
    columns_of: ColumnsOf,
    hash_file: HashFile,
) -> OverlayStages | None:
    """Return the stages that lay new data over graphs; None without any.

    Raises:
        ConfigError: the new data are of another kind, or another tool made a graph.
        DataError: their files cannot be read.
    """
    laid, overlay = source.laid_over, source.settings.overlay
    if laid is None or overlay is None:
        return None
    new_kind = kind_of(overlay.data)
    _check_kinds(source, kind, new_kind, layers)
    with laid.named():
        new = new_kind.inputs(laid, hash_file)
        rows, columns = new_kind.rows(laid, new), columns_of(laid, new)
    _check_places(source, kind, overlay)
    if lacking := next((name for name in layers if name not in rows), None):
        raise ConfigError(
            f"{source.where('overlay.data')}: the new data have no layer {lacking!r}, which "
            f"`data` has"
        )
    edited = _edited(source, inputs, new, overlay)
    found = {
        name: stage(
            layer_overlay,
            f"{source.name}/{name}",
            rows=layer.rows,
            prepared=layer.prepared,
            graph=layer.graph,
            chosen=layer.settled,
            labels=inputs.samples,
            new_rows=rows[name],
            new_columns=columns,
            new_labels=new.samples,
            edited=edited,
            preparation=source.settings.mapper.preparation,
            layer=name,
            seed=source.settings.seed,
        )
        for name, layer in layers.items()
    }
    left = stage(
        left_samples,
        source.name,
        layers=found,
        samples=new.samples,
        own=inputs.samples,
        order=tuple(layers),
        listed=overlay.listed,
    )
    return OverlayStages(laid, new, found, left, new_kind.faces(laid, new, left), edited)


def _check_kinds(
    source: ExplorationSource, kind: Kind, new_kind: Kind, layers: Mapping[str, LayerStages]
) -> None:
    if any(layer.chosen is None for layer in layers.values()):
        raise ConfigError(
            f"{source.where('overlay')}: another tool made the graph, so where new rows belong is "
            "not known; leave overlay out"
        )
    if new_kind.name != kind.name:
        raise ConfigError(
            f"{source.where('overlay.data.kind')}: data of kind {new_kind.name!r} cannot lie "
            f"over data of kind {source.settings.data.kind!r}; take the same kind"
        )


def _check_places(source: ExplorationSource, kind: Kind, overlay: Overlay) -> None:
    """Refuse copies of pictures whose rows are from other places than those of their originals."""
    if overlay.of and kind.name == "images" and source.settings.activations.positions == "random":
        raise ConfigError(
            f"{source.where('overlay.of')}: random positions of an edited copy are others than "
            "those of its original; take activations.positions 'centre', 'mean' or 'all'"
        )


def _edited(
    source: ExplorationSource, inputs: Inputs, new: Inputs, overlay: Overlay
) -> Stage[EditedSamples] | None:
    if overlay.of is None:
        return None
    return stage(
        edited_samples,
        source.name,
        samples=new.samples,
        own=inputs.samples,
        of=overlay.of,
        change=overlay.change,
        where=source.where("overlay"),
    )


def check_overlay_inputs(
    executor: Executor, overlay: OverlayStages, network: DescribedNetwork | None
) -> None:
    """Find what is wrong with new data, before anything is computed of them.

    Raises:
        ConfigError: a lens does not fit them.
        DataError: they cannot be used, or not with the network.
    """
    source, inputs = overlay.source, overlay.inputs
    with source.named():
        table = executor.record(inputs.samples)
        executor.run([inputs.fits] if inputs.fits is not None else [])
        if overlay.edited is not None:
            executor.run([overlay.edited])
        check_lenses(source.settings.mapper.lenses, table, network, source.where("mapper.lens"))
    for skipped in table.skipped:
        executor.listener.notice(f"{source.name}, data: skipped {skipped.origin}: {skipped.reason}")
