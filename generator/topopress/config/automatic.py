"""The settings "auto" that must be chosen from the data before a graph can be made."""

from topopress.config.balls import BallCover
from topopress.config.schema import Cover, Mapper
from topopress.config.splits import SplitCover


def unresolved(mapper: Mapper) -> tuple[str, ...]:
    """Return the settings that still have to be chosen, as paths below ``mapper``.

    These are the metric, the number of intervals and the quantiles from which radii are read
    off. ``eps = "auto"`` with a quantile is settled: the radius is read off when the graph is made.
    An unused quantile, beside a given radius, is settled too.
    """
    second, clusterer = mapper.second_cover, mapper.clusterer
    settings = {
        **_open_in("cover", mapper.cover),
        **_open_in("second_cover", second),
        "clusterer.metric": clusterer.metric,
        "clusterer.eps_quantile": clusterer.quantile,
    }
    return tuple(path for path, value in settings.items() if value == "auto")


def settled(
    mapper: Mapper,
    *,
    metric: str,
    eps_quantile: float,
    n_intervals: int,
    radius_quantile: float = 0.5,
) -> Mapper:
    """Return the settings with these values wherever "auto" had to be chosen.

    Nothing is unresolved after it; the author's values are unchanged. ``eps_quantile`` is the
    quantile of the neighbour distances, between 0 and 1; ``radius_quantile``, which only balls
    need, that of the distances of pairs.
    """
    second = mapper.second_cover
    chosen = {
        "cover": _settled(mapper.cover, n_intervals, radius_quantile),
        "second_cover": None if second is None else _settled(second, n_intervals, radius_quantile),
        "clusterer": mapper.clusterer.settled(metric, eps_quantile),
    }
    return mapper.model_copy(update=chosen)


def _open_in(name: str, cover: Cover | None) -> dict[str, object]:
    if cover is None or isinstance(cover, SplitCover):
        return {}
    if isinstance(cover, BallCover):
        return {f"{name}.radius_quantile": cover.quantile}
    return {f"{name}.n_intervals": cover.n_intervals}


def _settled(cover: Cover, n_intervals: int, radius_quantile: float) -> Cover:
    if isinstance(cover, BallCover):
        if cover.quantile != "auto":
            return cover
        return cover.model_copy(update={"radius_quantile": radius_quantile})
    if isinstance(cover, SplitCover) or cover.n_intervals != "auto":
        return cover
    return cover.model_copy(update={"n_intervals": n_intervals})
