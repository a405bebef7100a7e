"""The stages of the scatters of a layer: the points of each kind, and how well it keeps neighbours.

UMAP is an extra: ``require_umap`` says so before anything is computed.
"""

from importlib.util import find_spec

from topopress.activations.types import Rows
from topopress.analysis.stages import (
    ChosenMapper,
    Scatter,
    pca_scatter,
    scatter_neighbours,
    tsne_scatter,
    umap_scatter,
)
from topopress.config.load import ExplorationSource
from topopress.config.projection import Projection, ProjectionKind
from topopress.core.errors import ConfigError
from topopress.kinds.kind import ScatterStages
from topopress.stage.stage import Stage, stage


def require_umap(source: ExplorationSource) -> None:
    """Refuse settings that need UMAP where it is not installed.

    Raises:
        ConfigError: umap-learn is missing.
    """
    projection = source.settings.projection
    if "umap" in projection.kinds and find_spec("umap") is None:
        key = "kind" if projection.kind == "umap" else "others"
        raise ConfigError(
            f"{source.where(f'projection.{key}')}: 'umap' needs umap-learn, which is not "
            "installed; install it: pip install 'topopress[umap]'"
        )


def scatter_stages(
    source: ExplorationSource, item: str, rows: Stage[Rows], chosen: Stage[ChosenMapper] | None
) -> tuple[ScatterStages, ...]:
    """Return the scatters of a layer, the one that is shown first before the others."""
    settings = source.settings
    points = {
        kind: _points(settings.projection, kind, item, rows, settings.seed)
        for kind in settings.projection.kinds
    }
    return tuple(
        ScatterStages(
            kind,
            scatter,
            stage(
                scatter_neighbours,
                f"{item} {kind}",
                rows=rows,
                scatter=scatter,
                chosen=chosen,
                seed=settings.seed,
            ),
        )
        for kind, scatter in points.items()
    )


def _points(
    projection: Projection, kind: ProjectionKind, item: str, rows: Stage[Rows], seed: int
) -> Stage[Scatter]:
    """Return the stage of one kind, which has only the settings that decide it."""
    if kind == "tsne":
        return stage(tsne_scatter, item, rows=rows, perplexity=projection.perplexity, seed=seed)
    if kind == "umap":
        return stage(
            umap_scatter,
            item,
            rows=rows,
            n_neighbors=projection.n_neighbors,
            min_dist=projection.min_dist,
            seed=seed,
        )
    return stage(pca_scatter, item, rows=rows)
