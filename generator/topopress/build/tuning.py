"""The whole table of settings that a choice could be made among, as a page."""

from pathlib import Path

from topopress.analysis.stages import choice, choice_purity
from topopress.build.layers import construction
from topopress.build.own_page import page_of_layers
from topopress.build.plan import Plan
from topopress.core.errors import ConfigError
from topopress.core.progress import SILENT, Progress
from topopress.kinds.kind import LayerStages
from topopress.pages.types.tune import MARK, TunedLayer, tune_page
from topopress.stage.executor import Executor
from topopress.stage.listener import Listener
from topopress.stage.stage import stage


def tune(  # noqa: PLR0913 - each by name
    root: Path,
    name: str,
    *,
    layer: str | None = None,
    out: Path,
    listener: Listener,
    progress: Progress = SILENT,
    device: str = "cpu",
) -> tuple[TunedLayer, ...]:
    """Compare all settings of an exploration, and return and write the table of each layer.

    The arguments and errors are those of ``page_of_layers``.
    """
    return page_of_layers(
        root,
        name,
        layer=layer,
        out=out,
        mark=MARK,
        compute=_tuned_layer,
        page=tune_page,
        listener=listener,
        progress=progress,
        device=device,
    )


def _tuned_layer(executor: Executor, plan: Plan, layer: LayerStages) -> TunedLayer:
    if plan.source.settings.mapper.splits is not None:
        raise ConfigError(
            f"{plan.source.where('mapper.cover')}: no score compares covers of kind 'split', whose "
            "parts the network's answers make, so there is nothing to tune"
        )
    settled = layer.settled
    shared = {
        "rows": layer.compared,
        "columns": plan.layer_columns[layer.name],
        "mapper": construction(plan.source.settings.mapper),
        "seed": plan.source.settings.seed,
    }
    item = f"{plan.source.name}/{layer.name}"
    raw = layer.rows if layer.prepared else None
    centred = plan.source.settings.mapper.preparation.kind == "form"
    every = stage(
        choice, item, **shared, raw=raw, groups=layer.groups, candidates="all", centred=centred
    )
    tried = executor.record(every).choice
    purity = stage(choice_purity, item, **shared, labels=plan.inputs.samples)
    built = executor.record(settled).choice
    best = built.best
    keys = [candidate.key for candidate in tried.candidates]
    return TunedLayer(
        name=layer.name,
        choice=tried,
        purity=executor.record(purity).purity,
        used=keys.index(best.key),
        built=built,
    )
