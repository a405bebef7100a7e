"""The settings "auto" that must be chosen from the data before a graph can be made."""

from topopress.config.schema import BalancedCover, Mapper, UniformCover


def unresolved(mapper: Mapper) -> tuple[str, ...]:
    """Return the settings that still have to be chosen, as paths below ``mapper``.

    These are the metric, the number of intervals and the quantile from which a radius is read
    off. ``eps = "auto"`` with a quantile is settled: the radius is read off when the graph is made.
    An unused quantile, beside a given radius, is settled too.
    """
    second, clusterer = mapper.second_cover, mapper.clusterer
    settings = {
        "cover.n_intervals": mapper.cover.n_intervals,
        "second_cover.n_intervals": second and second.n_intervals,
        "clusterer.metric": clusterer.metric,
        "clusterer.eps_quantile": clusterer.quantile,
    }
    return tuple(path for path, value in settings.items() if value == "auto")


def settled(mapper: Mapper, *, metric: str, eps_quantile: float, n_intervals: int) -> Mapper:
    """Return the settings with these values wherever "auto" had to be chosen.

    Nothing is unresolved after it; the author's values are unchanged. ``eps_quantile`` is the
    quantile of the neighbour distances, between 0 and 1.
    """
    second = mapper.second_cover
    chosen = {
        "cover": _counted(mapper.cover, n_intervals),
        "second_cover": None if second is None else _counted(second, n_intervals),
        "clusterer": mapper.clusterer.settled(metric, eps_quantile),
    }
    return mapper.model_copy(update=chosen)


def _counted(cover: UniformCover | BalancedCover, n_intervals: int) -> UniformCover | BalancedCover:
    if cover.n_intervals != "auto":
        return cover
    return cover.model_copy(update={"n_intervals": n_intervals})
