"""The plan of an exploration: its stages, before any of them runs."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from topopress.activations.stages import class_outputs
from topopress.activations.types import Rows
from topopress.analysis.predictions import Predictions, predictions
from topopress.analysis.stages import ChosenMapper, counterparts
from topopress.build.anomalies import AnomalyStages, anomaly_stages
from topopress.build.checkpoints import (
    Settled,
    Step,
    check_contents,
    in_one_row,
    merged_layers,
    merged_looks,
)
from topopress.build.given_layers import given_layer_stages
from topopress.build.layers import GroupedRows, grouped_rows, layer_stages
from topopress.build.overlays import OverlayStages, overlay_stages
from topopress.build.own_lenses import own_lens_stages
from topopress.build.reports import (
    ComparedStages,
    answer_stage,
    comparison_stage,
    report_stage,
)
from topopress.build.story import story_stage
from topopress.bundle.assemble import LayerBundle
from topopress.bundle.schema import SCHEMA_VERSION
from topopress.bundle.stages import bundle
from topopress.config.lenses import is_of_samples, needs_own_code, needs_raw_rows
from topopress.config.load import ExplorationSource
from topopress.diagnosis.comparison_types import NetworkComparison
from topopress.diagnosis.mean_stages import means_beside_rows, means_of_samples
from topopress.diagnosis.report_types import NetworkReport
from topopress.diagnosis.training_types import TrainingStory
from topopress.diagnosis.types import SampleMeans
from topopress.kinds.kind import HashFile, Inputs, Kind, LayerStages, Looks
from topopress.kinds.table import kind_of
from topopress.mapper.stages import LensColumns, lens_columns, row_lens_columns
from topopress.network.types import ClassOutputs
from topopress.stage.stage import Stage, stage


@dataclass(frozen=True, slots=True)
class Plan:
    """All stages of an exploration; layers and their bundles by the name of the layer.

    ``columns`` are the lenses that are no function of a layer's vectors; None if there are none.
    ``layer_columns`` are those of each layer, with the lenses of its rows before preparation.
    ``predictions`` is None without a network, or where they are switched off; ``outputs`` are what
    they are made of. ``means`` has one vector for each sample, by layer; nothing unless a setting
    asks for what is made of them. ``report`` is that on the network, ``anomalies`` what is worth a
    look in the data; None unless a setting asks for them. ``comparisons`` are those with the
    networks of other explorations, by their names. ``overlay`` is what new data say over the
    graphs; None without new data. ``steps`` are the same at
    each checkpoint of the network, one without checkpoints, and ``story`` is what forms along them;
    None without any.
    """

    source: ExplorationSource
    kind: Kind
    inputs: Inputs
    columns: Stage[LensColumns] | None
    predictions: Stage[Predictions] | None
    layer_columns: Mapping[str, Stage[LensColumns] | None]
    layers: Mapping[str, LayerStages]
    looks: Looks
    bundles: Mapping[str, Stage[LayerBundle]]
    means: Mapping[str, Stage[SampleMeans]] = field(default_factory=dict)
    outputs: Stage[ClassOutputs] | None = None
    report: Stage[NetworkReport] | None = None
    anomalies: AnomalyStages | None = None
    comparisons: Mapping[str, Stage[NetworkComparison]] = field(default_factory=dict)
    overlay: OverlayStages | None = None
    steps: Sequence[Step] = ()
    story: Stage[TrainingStory] | None = None

    @property
    def layer_names(self) -> tuple[str, ...]:
        """The layers as the author lists them."""
        settings = self.source.settings
        return tuple(self.layers) if settings.network is None else settings.layers

    def stages(self) -> Iterator[Stage[object]]:
        """Yield the stages in the order in which they run."""
        found: dict[Stage[object], None] = {}
        for each in self._wanted():
            _add_with_inputs(each, found)
        yield from found

    def _wanted(self) -> Iterator[Stage[object]]:
        inputs = self.inputs
        first = (
            inputs.network,
            inputs.fits,
            inputs.probe,
            inputs.samples,
            inputs.input_range,
            self.columns,
            self.predictions,
        )
        yield from (each for each in first if each is not None)
        for layer in self.layers.values():
            yield from layer.named().values()
            yield from self.looks.parts.get(layer.name, {}).values()
        yield from self.bundles.values()
        yield from self.means.values()
        yield from (each for each in (self.report, self.story) if each is not None)
        if self.anomalies is not None:
            yield self.anomalies.findings
            yield from (each for each in (self.anomalies.faces,) if each is not None)
        yield from self.comparisons.values()
        if self.overlay is not None:
            yield from (*self.overlay.layers.values(), self.overlay.left)
            yield from (each for each in (self.overlay.faces,) if each is not None)
        yield from (each for each in (self.looks.samples, self.looks.details) if each is not None)


def plan_exploration(source: ExplorationSource, hash_file: HashFile) -> Plan:
    """Return the stages of an exploration; nothing runs.

    ``hash_file`` returns a file's SHA-256; the store's own remembers files that did not change.

    Raises:
        ConfigError: the file of a lens cannot be read.
        DataError: the input files cannot be read.
        NetworkError: the network's files cannot be read.
    """
    check_contents(source, hash_file)
    steps = _steps(source, hash_file)
    last, looks, layers = steps[-1], merged_looks(steps), merged_layers(steps)
    kind, inputs, means, answers = (
        kind_of(source.settings.data),
        last.inputs,
        last.means,
        last.answers,
    )
    outputs = output_stage(last.source, inputs)
    predicted = _prediction_stage(last.source, inputs, outputs)
    bundles = {name: _bundle(source, inputs, layers, name, looks, predicted) for name in layers}
    return Plan(
        source=source,
        kind=kind,
        inputs=inputs,
        columns=last.columns,
        predictions=predicted,
        layer_columns={name: each for one in steps for name, each in one.layer_columns.items()},
        layers=layers,
        looks=looks,
        bundles=bundles,
        means={name: each for one in steps for name, each in one.means.items()},
        outputs=outputs if predicted else None,
        report=report_stage(source, inputs, layers, means, answers),
        comparisons={
            other.name: comparison_stage(
                ComparedStages(source, inputs, layers, means, answers), _compared(other, hash_file)
            )
            for other in source.compared
        },
        anomalies=anomaly_stages(source, kind, inputs, layers, means, predicted),
        overlay=overlay_stages(source, kind, inputs, layers, lens_column_stage, hash_file),
        steps=steps,
        story=story_stage(source, steps),
    )


def _steps(source: ExplorationSource, hash_file: HashFile) -> list[Step]:
    """Return the stages at each checkpoint; the settings of graphs are those of the last."""
    *earlier, last = source.steps
    final = _step(last, hash_file, {})
    return in_one_row([*(_step(one, hash_file, final.settled) for one in earlier), final])


def _step(source: ExplorationSource, hash_file: HashFile, settled: Settled) -> Step:
    with source.named():
        kind = kind_of(source.settings.data)
        inputs = kind.inputs(source, hash_file)
        rows, columns = kind.rows(source, inputs), lens_column_stage(source, inputs)
        of_layers, layers = _layers(source, inputs, rows, columns, hash_file, settled)
        return Step(
            source=source,
            inputs=inputs,
            columns=columns,
            layer_columns=of_layers,
            layers=layers,
            looks=kind.looks(source, inputs, layers),
            means=mean_stages(source, rows),
            answers=answer_stage(source, inputs, output_stage(source, inputs)),
        )


def _compared(source: ExplorationSource, hash_file: HashFile) -> ComparedStages:
    """Return what is compared of another exploration."""
    (one,) = _steps(source, hash_file)
    return ComparedStages(source, one.inputs, one.layers, one.means, one.answers)


def _layers(
    source: ExplorationSource,
    inputs: Inputs,
    rows: Mapping[str, Stage[Rows]],
    columns: Stage[LensColumns] | None,
    hash_file: HashFile,
    settled: Settled,
) -> tuple[Mapping[str, Stage[LensColumns] | None], Mapping[str, LayerStages]]:
    """Return the lens columns and the stages of each layer; ``settled`` are settings they share."""
    kind = kind_of(source.settings.data)
    grouped = {name: grouped_rows(source, kind, inputs, name, rows[name]) for name in rows}
    of_layers = {
        name: layer_column_stage(source, grouped[name], columns, hash_file) for name in rows
    }
    return of_layers, {
        name: _layer(
            source,
            kind,
            inputs,
            grouped[name],
            of_layers[name],
            settled.get(source.of_network(name)),
        )
        for name in rows
    }


def mean_stages(
    source: ExplorationSource, rows: Mapping[str, Stage[Rows]]
) -> Mapping[str, Stage[SampleMeans]]:
    """Return the stages of the mean of each sample by layer; none if nothing is made of them."""
    if not source.asks_for_means:
        return {}
    beside = source.settings.network is not None
    return {
        layer: stage(
            means_beside_rows if beside else means_of_samples, f"{source.name}/{layer}", rows=each
        )
        for layer, each in rows.items()
    }


def _layer(
    source: ExplorationSource,
    kind: Kind,
    inputs: Inputs,
    rows: GroupedRows,
    columns: Stage[LensColumns] | None,
    settled: Stage[ChosenMapper] | None,
) -> LayerStages:
    given = kind.given(source, inputs, f"{source.name}/{rows.layer}")
    if given is not None:
        return given_layer_stages(source, inputs, rows, given)
    return layer_stages(source, inputs, rows, columns, settled)


def lens_column_stage(source: ExplorationSource, inputs: Inputs) -> Stage[LensColumns] | None:
    """Return the stage of the lenses that are no function of a layer's vectors, if there are any.

    The network's whole forward pass runs once per sample, and only if a lens asks for it.
    """
    mapper = source.settings.mapper
    if not (mapper.needs_network or any(map(is_of_samples, mapper.lenses))):
        return None
    return stage(
        lens_columns,
        source.item,
        samples=inputs.samples,
        network=inputs.network,
        outputs=output_stage(source, inputs) if mapper.needs_network else None,
        lenses=mapper.lenses,
        split=mapper.splits is not None,
        where=source.where("mapper.lens"),
    )


def output_stage(source: ExplorationSource, inputs: Inputs) -> Stage[ClassOutputs] | None:
    """Return the stage of what the network puts out for each sample; None without a network."""
    if inputs.network is None:
        return None
    return stage(
        class_outputs,
        source.item,
        samples=inputs.samples,
        network=inputs.network,
        batch_size=source.settings.activations.at_once("pictures"),
        asked=source.settings.mapper.needs_network,
        opened=inputs.opened,
        inputs=inputs.reader,
    )


def _prediction_stage(
    source: ExplorationSource, inputs: Inputs, outputs: Stage[ClassOutputs] | None
) -> Stage[Predictions] | None:
    network = source.settings.network
    if network is None or outputs is None or not network.predictions:
        return None
    return stage(
        predictions, source.name, labels=inputs.samples, network=inputs.network, outputs=outputs
    )


def layer_column_stage(
    source: ExplorationSource,
    given: GroupedRows,
    columns: Stage[LensColumns] | None,
    hash_file: HashFile,
) -> Stage[LensColumns] | None:
    """Return the stage of a layer's lens columns: that of all layers, unless it has its own."""
    lenses = source.settings.mapper.lenses
    if not any(needs_raw_rows(name) or needs_own_code(name) for name in lenses):
        return columns
    item = f"{source.name}/{given.layer}"
    own = own_lens_stages(source, item, given.prepared or given.rows, hash_file)
    return stage(row_lens_columns, item, rows=given.rows, columns=columns, own=own, lenses=lenses)


def _bundle(
    source: ExplorationSource,
    inputs: Inputs,
    layers: Mapping[str, LayerStages],
    name: str,
    looks: Looks,
    predicted: Stage[Predictions] | None,
) -> Stage[LayerBundle]:
    settings, layer, item = source.settings, layers[name], f"{source.name}/{name}"
    return stage(
        bundle,
        item,
        layer=name,
        rows=layer.compared,
        graph=layer.graph,
        described=layer.described,
        purities=layer.purities,
        layout=layer.layout,
        scatters=tuple(each.points for each in layer.scatters),
        neighbours=tuple(each.neighbours for each in layer.scatters),
        shape=layer.shape,
        chosen=layer.chosen,
        family=layer.family,
        exemplars=layer.exemplars,
        attribution=layer.attribution,
        given=layer.given,
        counterparts=stage(
            counterparts,
            item,
            rows={each: stages.rows for each, stages in layers.items()},
            graphs={each: stages.graph for each, stages in layers.items()},
            layer=name,
        ),
        look=looks.layers.get(name),
        labels=inputs.samples,
        network=inputs.network,
        predictions=predicted,
        stability=settings.mapper.stability,
        projection=settings.projection,
        lists_members=kind_of(settings.data).lists_members,
        schema_version=SCHEMA_VERSION,
    )


def _add_with_inputs(one: Stage[object], found: dict[Stage[object], None]) -> None:
    """Add a stage after all that it reads."""
    if one not in found:
        for each in one.input_stages():
            _add_with_inputs(each, found)
        found[one] = None
