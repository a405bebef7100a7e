"""The settings of a graph in a line each, for the method page."""

from topopress.config.schema import (
    Agglomerative,
    BalancedCover,
    Clusterer,
    Dbscan,
    Hdbscan,
    Mapper,
    UniformCover,
)
from topopress.pages.contexts import Fact
from topopress.pages.text import count, number, percent

CHOSEN = "chosen from the data"


def mapper_recipe(mapper: Mapper) -> tuple[Fact, ...]:
    """Return lens, cover and clusterer as an author set them."""
    covers = [_cover(cover) for cover in mapper.covers]
    return (
        Fact("Lens", " and ".join(mapper.lenses)),
        Fact("Cover", " by ".join(covers)),
        Fact("Clusterer", _clusterer(mapper.clusterer)),
    )


def _cover(cover: UniformCover | BalancedCover) -> str:
    n = cover.n_intervals
    size = f"{count(n)} intervals" if isinstance(n, int) else f"intervals (number {CHOSEN})"
    if isinstance(cover, BalancedCover):
        return f"{size} of equally many rows, overlap {percent(cover.overlap)}"
    return f"{size}, overlap {percent(cover.overlap)}, {cover.placement}"


def _clusterer(clusterer: Clusterer) -> str:
    metric = f"metric {CHOSEN}" if clusterer.metric == "auto" else f"{clusterer.metric} distance"
    if isinstance(clusterer, Hdbscan):
        return (
            f"HDBSCAN, {metric}, min_cluster_size {clusterer.min_cluster_size}, "
            f"min_samples {clusterer.min_samples}"
        )
    if isinstance(clusterer, Agglomerative):
        radius = _radius(clusterer.distance_threshold, clusterer.eps_quantile)
        return (
            f"agglomerative, {clusterer.linkage} linkage, {metric}, distance_threshold {radius}, "
            f"min_size {clusterer.min_size}"
        )
    return _dbscan(clusterer, metric)


def _dbscan(clusterer: Dbscan, metric: str) -> str:
    radius = _radius(clusterer.eps, clusterer.eps_quantile)
    return f"DBSCAN, {metric}, eps {radius}, min_samples {clusterer.min_samples}"


def _radius(radius: float | str, quantile: float | str) -> str:
    if isinstance(radius, float):
        return number(radius)
    return f"{radius}, quantile {CHOSEN if quantile == 'auto' else quantile}"
