"""The whole table of settings that a choice could be made among, as a page."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from topopress.analysis.stages import choice, choice_purity
from topopress.build.exploration import run_inputs
from topopress.build.layers import construction
from topopress.build.own_page import require_replaceable, wanted_layers, write_page
from topopress.build.plan import Plan, plan_exploration
from topopress.config.load import load_project
from topopress.core.progress import SILENT, Progress
from topopress.kinds.kind import LayerStages
from topopress.pages.types.tune import MARK, TunedLayer, tune_page
from topopress.stage.executor import Executor
from topopress.stage.listener import Listener
from topopress.stage.stage import stage
from topopress.store.store import Store


@dataclass(frozen=True, slots=True)
class Tuned:
    """What ``tune`` found.

    Attributes:
        page: The page it wrote.
        layers: The table of each layer.
    """

    page: Path
    layers: tuple[TunedLayer, ...]


def tune(  # noqa: PLR0913 - each by name
    root: Path,
    name: str,
    *,
    layer: str | None = None,
    out: Path,
    listener: Listener,
    progress: Progress = SILENT,
    device: str = "cpu",
) -> Tuned:
    """Judge the whole family of settings of an exploration, and write the table as a page.

    Activations and tables are kept in the store; the site is not touched.

    Args:
        root: Folder that holds ``content/``.
        name: Name of the exploration; it may be a draft.
        layer: Judge this layer alone.
        out: The page to write.
        listener: Is told what runs.
        progress: Is told how far long work is.
        device: Where networks compute, in torch's words.

    Raises:
        TopopressError: any mistake of the author's.
    """
    require_replaceable(out, MARK)
    project = load_project(root, (name,))
    source = project.explorations[0]
    with Store(root / ".topopress") as store:
        plan = plan_exploration(source, store.hash_file)
        wanted = wanted_layers(plan, layer)
        with Executor(store, listener, progress, device=device) as executor:
            layers = _tuned(executor, plan, wanted)
    html = tune_page(
        source.settings.title, project.site.language, layers, templates=root / "templates"
    )
    write_page(html, out)
    return Tuned(out, layers)


def _tuned(executor: Executor, plan: Plan, wanted: Sequence[str]) -> tuple[TunedLayer, ...]:
    run_inputs(executor, plan)
    return tuple(_tuned_layer(executor, plan, plan.layers[name]) for name in wanted)


def _tuned_layer(executor: Executor, plan: Plan, layer: LayerStages) -> TunedLayer:
    shared = {
        "rows": layer.rows,
        "columns": plan.columns,
        "mapper": construction(plan.source.settings.mapper),
        "seed": plan.source.settings.seed,
    }
    item = f"{plan.source.name}/{layer.name}"
    tried = executor.record(stage(choice, item, **shared, candidates="all")).choice
    purity = stage(choice_purity, item, **shared, labels=plan.inputs.samples)
    built = executor.record(layer.chosen).choice
    best = built.best
    keys = [(c.metric, c.n_intervals, c.eps_quantile) for c in tried.candidates]
    return TunedLayer(
        name=layer.name,
        choice=tried,
        purity=executor.record(purity).purity,
        used=keys.index((best.metric, best.n_intervals, best.eps_quantile)),
        built=built,
    )
