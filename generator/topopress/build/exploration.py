"""One exploration, from its settings to what its pages are made from."""

from collections.abc import Iterator, Sequence
from contextlib import nullcontext

from topopress import __version__
from topopress.activations.types import repeated_rows, samples_without_rows
from topopress.analysis.nodes.quality import AGAINST_A_CHAIN, chain_notice
from topopress.analysis.predictions import Predictions
from topopress.analysis.settings.verdict import verdicts
from topopress.build.anomalies import require_split
from topopress.build.checkpoints import Step, run_by_step
from topopress.build.class_pages import class_sources
from topopress.build.overlays import check_overlay_inputs
from topopress.build.plan import Plan
from topopress.build.scatters import require_umap
from topopress.bundle.assemble import LayerBundle, bundle_numbers, bundle_samples
from topopress.bundle.exploration import ExplorationBundle
from topopress.bundle.schema import SCHEMA_VERSION, LabelColumn, Manifest
from topopress.core.counted import counted
from topopress.kinds.kind import LayerStages
from topopress.kinds.row_groups import group_of_samples
from topopress.kinds.words import KindWords
from topopress.mapper.stages import check_lenses, check_split
from topopress.network.layers import require_layers
from topopress.network.types import DescribedNetwork
from topopress.pages.sources import (
    AnomalySource,
    OverlaySource,
    PageSource,
    Provenance,
    StageRecord,
)
from topopress.samples.label_columns import LabelColumn as SampleColumn
from topopress.samples.label_columns import label_columns
from topopress.samples.number_columns import number_columns
from topopress.samples.types import Survey
from topopress.stage.executor import Executor
from topopress.stage.keys import codes_of
from topopress.store.actions import versions
from topopress.visuals.picture_stages import KINDS

SHOWN = 5
"""Samples that a notice names at most."""
PREDICTED = "prediction"
"""Name of the column of the classes that the network predicts."""


def build_exploration(executor: Executor, plan: Plan) -> PageSource:
    """Compute what is missing of an exploration and return what its pages are made from.

    The pictures and the files that its essay asks for are not among it; see ``build.articles``.
    """
    source, table = plan.source, executor.record(plan.inputs.samples)
    run_by_step(executor, plan.steps)
    executor.run(plan.stages())
    bundles = {name: executor.record(stage) for name, stage in plan.bundles.items()}
    for notice in _notices(executor, plan, bundles):
        executor.listener.notice(f"{source.name}, {notice}")
    provenance = _provenance(executor, plan, table)
    origins = {sample.origin for sample in table.samples}
    words = plan.kind.words(source.settings, provenance.network, origins)
    return PageSource(
        name=source.name,
        settings=source.settings,
        essay=source.essay,
        essay_path=source.essay_path,
        references=source.references,
        glossary=source.glossary,
        bundle=_bundle(executor, plan, table, bundles, words),
        provenance=provenance,
        words=words,
        sample_ids=tuple(sample.id for sample in table.samples),
        classes=class_sources(executor, plan, _answers_column(executor, plan, table)),
        report=executor.record(plan.report) if plan.report else None,
        anomalies=_anomalies(executor, plan, table),
        comparisons={name: executor.record(each) for name, each in plan.comparisons.items()},
        overlay=_overlay(executor, plan, table),
        story=executor.record(plan.story) if plan.story else None,
    )


def _anomalies(executor: Executor, plan: Plan, table: Survey) -> AnomalySource | None:
    """Return what is worth a look in the data, if the settings ask for it."""
    if plan.anomalies is None:
        return None
    found, looks = executor.record(plan.anomalies.findings), plan.anomalies.faces
    return AnomalySource(found, table.samples, executor.record(looks) if looks else None)


def _overlay(executor: Executor, plan: Plan, table: Survey) -> OverlaySource | None:
    """Return what new data say over the graphs, if there are any."""
    if plan.overlay is None:
        return None
    looks = plan.overlay.faces
    return OverlaySource(
        layers=tuple(executor.record(each) for each in plan.overlay.layers.values()),
        left=executor.record(plan.overlay.left),
        samples=executor.record(plan.overlay.inputs.samples).samples,
        own=table.samples,
        faces=executor.record(looks) if looks else None,
    )


def check_inputs(executor: Executor, plan: Plan) -> None:
    """Find what is wrong with the inputs of an exploration, before anything is computed of them.

    The network is loaded and probed, and the samples are listed, unless that is stored.

    Raises:
        ConfigError: a lens does not fit the inputs, or UMAP is not installed.
        DataError: the data cannot be used, or not with the network.
        NetworkError: the network cannot be loaded or used, or lacks a layer.
    """
    source, inputs, network = plan.source, plan.inputs, None
    require_umap(source)
    if inputs.listed_first:
        executor.run([inputs.samples])
    for step in plan.steps:
        # Networks are opened again, so that those of all checkpoints are not in memory together.
        with executor if step.source.checkpoint else nullcontext():
            network = _check_network(executor, step)
    table = executor.record(inputs.samples)
    check_lenses(source.settings.mapper.lenses, table, network, source.where("mapper.lens"))
    check_split(source.settings.mapper, network, source.where("mapper.cover"))
    if column := source.settings.mapper.preparation.group:
        group_of_samples(table, column, source.where("mapper.preparation.group"))
    require_split(source, table)
    for notice in _data_notices(table):
        executor.listener.notice(f"{source.name}, data: {notice}")
    if plan.overlay is not None:
        check_overlay_inputs(executor, plan.overlay, network)
    if inputs.input_range is not None and (said := executor.record(inputs.input_range).notice):
        executor.listener.notice(f"{source.name}: {said}")


def _check_network(executor: Executor, step: Step) -> DescribedNetwork | None:
    """Return the network, if there is one, at a checkpoint after it is found usable."""
    source, inputs, network = step.source, step.inputs, None
    with source.named():
        if inputs.network is not None:
            network = executor.record(inputs.network)
            of_network = tuple(map(source.of_network, step.layers))
            require_layers(network, of_network, source.where("network.layers"))
        executor.run([stage for stage in (inputs.fits, inputs.probe) if stage is not None])
    return network


def _data_notices(survey: Survey) -> Iterator[str]:
    """Yield what was skipped, what an author should know, and the sum of it all."""
    yield from (f"skipped {skipped.origin}: {skipped.reason}" for skipped in survey.skipped)
    yield from survey.notices
    if survey.found is not None:
        yield str(survey.found)


def _listed(origins: Sequence[str]) -> str:
    more = f" and {len(origins) - SHOWN} more" if len(origins) > SHOWN else ""
    some = counted(len(origins), "sample has", "samples have")
    return f"{some} no row: {', '.join(origins[:SHOWN])}{more}"


def _notices(executor: Executor, plan: Plan, bundles: dict[str, LayerBundle]) -> Iterator[str]:
    """Yield what an author should know of each layer."""
    table = executor.record(plan.inputs.samples)
    for name, layer in plan.layers.items():
        if without := samples_without_rows(executor.record(layer.rows), len(table.samples)):
            yield f"{name}: {_listed([table.samples[k].origin for k in without])}"
        yield from (f"{name}: {said}" for said in _of_settings(executor, layer))
        several = plan.source.settings.activations.per_sample > 1
        if several and (repeated := repeated_rows(executor.record(layer.rows))):
            yield (
                f"{name}: {repeated} rows repeat the position of another row of their sample, "
                "because the map has few positions; take a smaller activations.per_sample"
            )
    for k, work in enumerate(KINDS.values()):
        for name, layer_bundle in bundles.items():
            visuals = layer_bundle.view.visuals
            made = (visuals.nodes, visuals.arms, visuals.rows)[k] if visuals else None
            if made is not None and made.drawn < made.wanted:
                left_out = made.wanted - made.drawn
                yield f"{name}: visuals.budget left out {left_out} of {made.wanted} {work}"


def _of_settings(executor: Executor, layer: LayerStages) -> Iterator[str]:
    """Yield what the settings of a graph are to blame for; nothing where another tool made it."""
    if layer.chosen is None:
        return
    yield from verdicts(executor.record(layer.chosen).choice)
    if chain := chain_notice(executor.record(layer.described).quality):
        yield f"{chain} {AGAINST_A_CHAIN}"


def _bundle(
    executor: Executor,
    plan: Plan,
    table: Survey,
    bundles: dict[str, LayerBundle],
    words: KindWords,
) -> ExplorationBundle:
    """Join the layers of an exploration to the bundle that the pages and the viewer use."""
    predicted = executor.record(plan.predictions) if plan.predictions else None
    columns = (*label_columns(table), *_predicted_column(table, predicted))
    path, files = bundle_samples(table, columns)
    numbers, numbers_path, numbers_files = bundle_numbers(
        number_columns(table), predicted.numbers if predicted else {}
    )
    files.update(numbers_files)
    look = plan.looks.samples and executor.record(plan.looks.samples)
    details = plan.looks.details and executor.record(plan.looks.details)
    settings, layers = plan.source.settings, tuple(bundles.values())
    lens, second = _lenses(executor, plan)
    manifest = Manifest(
        schema_version=SCHEMA_VERSION,
        kind=plan.kind.name,
        name=plan.source.name,
        title=settings.title,
        given=any(layer.given for layer in plan.layers.values()),
        lens=lens,
        second_lens=second,
        labels=list(table.labels),
        columns=[LabelColumn(name=c.name, labels=list(c.labels)) for c in columns],
        numbers=numbers,
        numbers_chunk=numbers_path,
        node_value=next(_node_values(executor, plan), None),
        n_samples=len(table.samples),
        samples=path,
        samples_look=look.path if look else None,
        details=details.path if details else None,
        noun=words.noun or (None if plan.inputs.network else (words.sample, words.samples)),
        projections=list(settings.projection.kinds),
        layers=[layer.view.layer for layer in layers],
        start=layers[-1].view.layer.id,
    )
    for more in (look, details, *layers):
        files.update(more.files if more else {})
    return ExplorationBundle(manifest, tuple(layer.view for layer in layers), files)


def _answers_column(executor: Executor, plan: Plan, table: Survey) -> str:
    """Return the name of the column of predictions; empty without one."""
    predicted = executor.record(plan.predictions) if plan.predictions else None
    return next((column.name for column in _predicted_column(table, predicted)), "")


def _predicted_column(table: Survey, predicted: Predictions | None) -> Iterator[SampleColumn]:
    """Yield the predictions of the network as one more column of labels, where there are any."""
    if predicted is None or len(predicted.labels) < 2:  # noqa: PLR2004 - one says nothing
        return
    taken = any(PREDICTED in sample.metadata for sample in table.samples)
    name = f"{PREDICTED} of the network" if taken else PREDICTED
    yield SampleColumn(predicted.labels, predicted.label, name)


def _lenses(executor: Executor, plan: Plan) -> tuple[str | None, str | None]:
    """Return the names of the lenses; where another tool made the graph, that of its file."""
    for layer in plan.layers.values():
        if layer.given is not None:
            return executor.record(layer.given).lens or None, None
    lens, *second = plan.source.settings.mapper.lenses
    return lens, second[0] if second else None


def _node_values(executor: Executor, plan: Plan) -> Iterator[str]:
    """Yield what the files of graphs call a number of each node."""
    given = (executor.record(each.given) for each in plan.layers.values() if each.given)
    yield from (each.value_name for each in given if each.value_name)


def _provenance(executor: Executor, plan: Plan, table: Survey) -> Provenance:
    records = [StageRecord("samples", "", executor.digest(plan.inputs.samples))]
    for layer in plan.layers.values():
        stages = {**layer.named(), **plan.looks.parts.get(layer.name, {})}
        records += [
            StageRecord(name, layer.name, executor.digest(stage)) for name, stage in stages.items()
        ]
    network = plan.inputs.network
    libraries = {n for each in plan.stages() for code in codes_of(each) for n in code.libraries}
    return Provenance(
        network=executor.record(network) if network else None,
        n_samples=len(table.samples),
        n_origins=len({sample.origin for sample in table.samples}),
        skipped=table.skipped,
        found=table.found,
        notices=table.notices,
        stages=tuple(records),
        versions={"topopress": __version__, **versions("python", *sorted(libraries))},
        settings_toml=plan.source.toml,
    )
