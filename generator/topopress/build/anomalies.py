"""The stages that find what is worth a look in the data of an exploration."""

from collections.abc import Mapping
from dataclasses import dataclass

from topopress.analysis.predictions import Predictions
from topopress.config.load import ExplorationSource
from topopress.core.errors import ConfigError, suggestion
from topopress.diagnosis.stages import findings, judged_labels, sample_neighbours, sample_pairs
from topopress.diagnosis.types import Faces, Findings, SampleMeans
from topopress.kinds.kind import Inputs, Kind, LayerStages
from topopress.samples.types import SampleTable
from topopress.stage.stage import Stage, stage


@dataclass(frozen=True, slots=True)
class AnomalyStages:
    """The stage of all findings, and that of how their samples look; None if they are ids."""

    findings: Stage[Findings]
    faces: Stage[Faces] | None


def require_split(source: ExplorationSource, table: SampleTable) -> None:
    """Refuse a column of splits that no sample has.

    Raises:
        ConfigError: no sample has it.
    """
    settings = source.settings.listed_anomalies
    if settings is None or settings.split is None:
        return
    columns = sorted({name for sample in table.samples for name in sample.metadata})
    if settings.split not in columns:
        known = (
            f"the columns are {', '.join(columns)}" if columns else "the samples have no columns"
        )
        raise ConfigError(
            f"{source.where('anomalies.split')}: no sample has a column {settings.split!r}"
            f"{suggestion(settings.split, columns)}; {known}"
        )


def anomaly_stages(
    source: ExplorationSource,
    kind: Kind,
    inputs: Inputs,
    layers: Mapping[str, LayerStages],
    means: Mapping[str, Stage[SampleMeans]],
    predicted: Stage[Predictions] | None,
) -> AnomalyStages | None:
    """Return the stages that find anomalies; None if nothing asks for them.

    Raises:
        ConfigError: the rows have no vectors.
    """
    settings = source.settings.listed_anomalies
    if settings is None:
        return None
    if any(layer.chosen is None for layer in layers.values()):
        raise ConfigError(
            f"{source.where('anomalies')}: another tool made the graph, so its rows may have no "
            "vectors to compare; leave anomalies out"
        )
    seed, items = source.settings.seed, {name: f"{source.name}/{name}" for name in means}
    found = stage(
        findings,
        source.name,
        judged={
            name: stage(judged_labels, items[name], means=each, labels=inputs.samples, seed=seed)
            for name, each in means.items()
        },
        neighbours={
            name: stage(sample_neighbours, items[name], means=each) for name, each in means.items()
        },
        pairs={
            name: stage(sample_pairs, items[name], means=each, false_pairs=settings.false_pairs)
            for name, each in means.items()
        },
        graphs={name: layer.graph for name, layer in layers.items()},
        rows={name: layer.rows for name, layer in layers.items()},
        samples=inputs.samples,
        predicted=predicted,
        prints=kind.prints(source, inputs),
        layers=tuple(layers),
        split=settings.split,
        listed=settings.listed,
    )
    return AnomalyStages(found, kind.faces(source, inputs, found))
