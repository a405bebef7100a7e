"""The whole table of settings that a choice could be made among, as a page."""

import secrets
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from topopress.analysis.settings.types import Choice
from topopress.config.load import ExplorationSource, load_project
from topopress.core.errors import ConfigError, PublishError, suggestion
from topopress.core.progress import SILENT, Progress
from topopress.network.types import LayerInfo
from topopress.pages.types.tune import MARK, TunedLayer, tune_page
from topopress.pipeline.activations import collect_activations
from topopress.pipeline.bench import Bench
from topopress.pipeline.choices import LayerRows, choose_in_family, choose_settings, family_action
from topopress.pipeline.columns import lens_columns
from topopress.pipeline.inputs import Inputs, read_inputs
from topopress.pipeline.records import read_record
from topopress.pipeline.stages import Listener, Stages
from topopress.store.canonical import sha256
from topopress.store.disk import Disk
from topopress.store.failures import disk_errors
from topopress.store.outputs import Outputs
from topopress.store.store import Store

if TYPE_CHECKING:
    from topopress.analysis.settings.candidates import CandidateGrid

PURITY = "purity.json"


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
    _require_replaceable(out)
    project = load_project(root, (name,))
    source = project.explorations[0]
    wanted = _wanted(source, layer)
    with Store(root / ".topopress") as store:
        stages = Stages(store, listener, progress, device)
        with Bench(source, stages) as bench:
            layers = _tuned(bench, wanted)
    html = tune_page(
        source.settings.title, project.site.language, layers, templates=root / "templates"
    )
    _write(html, out)
    return Tuned(out, layers)


def _wanted(source: ExplorationSource, layer: str | None) -> tuple[str, ...]:
    published = source.settings.network.layers
    if layer is None:
        return published
    if layer not in published:
        raise ConfigError(
            f"content/{source.folder.name}/exploration.toml, network.layers: does not list "
            f"{layer!r}{suggestion(layer, published)}; it lists {', '.join(published)}"
        )
    return (layer,)


def _tuned(bench: Bench, wanted: Sequence[str]) -> tuple[TunedLayer, ...]:
    from topopress.network.layers import require_layers

    inputs = read_inputs(bench)
    where = f"content/{bench.source.folder.name}/exploration.toml, network.layers"
    layers: list[LayerInfo] = list(require_layers(inputs.network, wanted, where))
    rows = collect_activations(bench, inputs, layers)
    columns = lens_columns(bench, inputs)
    return tuple(
        _tuned_layer(inputs, LayerRows(bench, columns, layer.name, rows[layer.name]))
        for layer in layers
    )


def _tuned_layer(inputs: Inputs, of: LayerRows) -> TunedLayer:
    from topopress.analysis.settings.candidates import CandidateGrid

    settings = of.bench.settings.mapper
    family = CandidateGrid.around(settings)
    choice = read_record(choose_in_family(of, family), Choice)
    built = read_record(choose_settings(of), Choice)
    best = built.best
    keys = [(c.metric, c.n_intervals, c.eps_quantile) for c in choice.candidates]
    return TunedLayer(
        name=of.name,
        choice=choice,
        purity=_purities(inputs, of, family),
        used=keys.index((best.metric, best.n_intervals, best.eps_quantile)),
        built=built,
    )


def _purities(inputs: Inputs, of: LayerRows, family: "CandidateGrid") -> tuple[float | None, ...]:
    labels = inputs.table.label_indices

    def compute(outputs: Outputs) -> None:
        from topopress.analysis.settings.choice import purities, sampled

        seed, sample = of.bench.settings.seed, of.rows.array("sample")
        columns = of.columns.of_rows(sample)
        cloud = sampled(of.rows.array("vectors"), family, seed=seed, columns=columns)
        progress = of.bench.stages.progress
        progress.start("label purity", len(family))
        own = labels[sample[cloud.rows]]
        found = purities(cloud, family, own, seed=seed, progress=progress)
        progress.finish()
        outputs.write_json(PURITY, list(found))

    digests = {"labels": sha256(labels.tobytes()), "sample": of.rows.digest("sample")}
    artifact = of.bench.stages.run(
        family_action(of, family, stage="choice-purity", inputs=digests), compute
    )
    return tuple(artifact.json(PURITY))


def _require_replaceable(out: Path) -> None:
    """Refuse to write over anything but an earlier page of ours.

    Raises:
        PublishError: the file is somebody else's, or no file.
    """
    with disk_errors(PublishError):
        if not out.exists():
            return
        if not out.is_file() or MARK.encode() not in out.read_bytes()[:1000]:
            raise PublishError(
                f"{out}: not made by `topopress tune`, so it is not replaced; name another file"
            )


def _write(html: bytes, out: Path) -> None:
    disk = Disk()
    out = out.absolute()
    with disk_errors(PublishError):
        disk.make_folders(out.parent)
        staged = out.with_name(f".{out.name}.new-{secrets.token_hex(4)}")
        try:
            disk.write_new(staged, [html], 0o644)
            disk.rename(staged, out)
        except BaseException:
            with suppress(OSError):
                disk.remove(staged)
            raise
