"""The settings of a graph in a line each, for the method page."""

from topopress.bundle.schema import Layer
from topopress.config.balls import BallCover
from topopress.config.lenses import parse_lens
from topopress.config.preparation import Preparation
from topopress.config.schema import BalancedCover, Clusterer, IntervalCover, Mapper
from topopress.config.splits import SplitCover
from topopress.core.language import gettext, gettext_noop, gettext_viewer
from topopress.pages.contexts import Fact
from topopress.pages.tables.text import NONE, count, listed, number, percent, short, three_digits

CHOSEN = gettext_noop("chosen from the data")
NO_RADIUS = gettext_noop("none")
METRICS = {"cosine": gettext_noop("cosine"), "euclidean": gettext_noop("Euclidean")}
_DISTANCES = {
    "cosine": gettext_noop("cosine distance"),
    "euclidean": gettext_noop("Euclidean distance"),
}
_PLACED = {"centred": gettext_noop("centred"), "inside": gettext_noop("inside")}
TAKEN_AWAY = {
    "centre": gettext_noop("the mean of all rows"),
    "form": gettext_noop("the mean of their group"),
}
LENS_WORDS = {
    "l1_norm": gettext_viewer("L1 norm"),
    "l2_norm": gettext_viewer("L2 norm"),
    "max_norm": gettext_viewer("largest absolute value"),
    "component": gettext_viewer("principal component {text}"),
    "eccentricity": gettext_viewer("eccentricity"),
    "knn_distance": gettext_viewer("distance to the {text} nearest rows"),
    "density": gettext_viewer("log density"),
    "confidence": gettext_viewer("confidence"),
    "entropy": gettext_viewer("entropy of the prediction"),
    "error": gettext_viewer("error"),
    "loss": gettext_viewer("loss"),
    "logit": gettext_viewer("logit of {text}"),
    "probability": gettext_viewer("probability of {text}"),
    "metadata": "{text}",
    "raw": gettext_viewer("{text} of the rows before preparation"),
    "file": "{text}",
}


def distance_in_words(metric: str | None) -> str:
    """Return ``cosine distance``; an en dash where another tool made the graph."""
    if metric is None:
        return NONE
    if metric in _DISTANCES:
        return gettext(_DISTANCES[metric])
    return gettext("{metric} distance", metric=metric)


def mapper_recipe(mapper: Mapper) -> tuple[Fact, ...]:
    """Return lens, cover and clusterer as an author set them."""
    return (
        *_preparation(mapper.preparation),
        Fact(gettext("Lens"), listed(mapper.lenses)),
        Fact(gettext("Cover"), _cover(mapper)),
        Fact(gettext("Clusterer"), _clusterer(mapper.clusterer)),
        *_contained(mapper),
    )


def lens_name(name: str) -> str:
    """Return a lens in words, as they stand within a sentence.

    One of a graph that another tool has made can have any name.
    """
    try:
        lens = parse_lens(name)
    except ValueError:
        return name
    text = lens_name(lens.text) if lens.kind == "raw" else lens.text
    if lens.kind == "file":
        file, _, function = lens.text.rpartition(":")
        text = gettext("{function} in {file}", function=function, file=file)
    numbered = lens.kind in ("component", "knn_distance")
    return gettext(LENS_WORDS[lens.kind], text=lens.number if numbered else text)


def radius_of(layer: Layer, clusterer: Clusterer) -> str:
    """Return the radius within which a layer's rows were clustered."""
    if clusterer.kind == "none":
        return NONE
    if not clusterer.radius_name:
        return gettext(NO_RADIUS)
    return gettext("one per interval") if layer.eps is None else number(layer.eps)


def _preparation(preparation: Preparation) -> tuple[Fact, ...]:
    """Return what is taken away from the rows; nothing where they stay as they are."""
    parts = [gettext(TAKEN_AWAY[preparation.kind])] if preparation.kind != "none" else []
    if preparation.position:
        parts.append(gettext("what the position explains of each channel"))
    return (Fact(gettext("Rows without"), listed(parts)),) if parts else ()


def _cover(mapper: Mapper) -> str:
    if mapper.balls is not None:
        return f"{gettext('balls')}, {_radius(mapper.balls)}"
    if mapper.splits is not None:
        return _parts(mapper.splits)
    first, *second = map(_intervals, mapper.covers)
    return gettext("{first} by {second}", first=first, second=second[0]) if second else first


def _radius(balls: BallCover) -> str:
    share = balls.quantile
    if share is None:
        return gettext("radius {radius}", radius=number(float(balls.radius)))
    if share == "auto":
        return gettext("radius {radius}", radius=gettext(CHOSEN))
    within = gettext("{value}\u00a0%", value=three_digits(100 * share))
    return gettext("radius auto, {share} of the pairs of rows", share=within)


def _parts(cover: SplitCover) -> str:
    return gettext(
        "parts split along class probabilities while they have more than {rows} rows and a "
        "probability that differs by more than {spread}; at least {least} rows, {neighbours} "
        "neighbours, overlap {overlap}",
        rows=count(cover.rows),
        spread=short(cover.spread),
        least=count(cover.least_rows),
        neighbours=count(cover.neighbours),
        overlap=percent(cover.overlap),
    )


def _contained(mapper: Mapper) -> tuple[Fact, ...]:
    """Return what becomes of nodes that others contain; nothing where they stay."""
    merged = gettext("merged into the neighbour that contains them")
    return (Fact(gettext("Contained nodes"), merged),) if mapper.contracts else ()


def _intervals(cover: IntervalCover) -> str:
    n = cover.n_intervals
    size = gettext("intervals (number {chosen})", chosen=gettext(CHOSEN))
    if isinstance(n, int):
        size = gettext("{intervals} intervals", intervals=count(n))
    overlap = percent(cover.overlap)
    if isinstance(cover, BalancedCover):
        return gettext(
            "{intervals} of equally many rows, overlap {overlap}", intervals=size, overlap=overlap
        )
    overlap = gettext("overlap {overlap}", overlap=overlap)
    return f"{size}, {overlap}, {gettext(_PLACED[cover.placement])}"


def _clusterer(clusterer: Clusterer) -> str:
    named = clusterer.metric
    metric = gettext("metric {chosen}", chosen=gettext(CHOSEN))
    if named != "auto":
        metric = distance_in_words(named)
    radius, quantile = clusterer.radius_setting, clusterer.quantile
    if isinstance(radius, str):
        chosen = gettext(CHOSEN) if quantile == "auto" else str(quantile)
        radius = f"{radius}, {gettext('quantile {quantile}', quantile=chosen)}"
    elif radius is not None:
        radius = number(radius)
    return clusterer.in_words(metric, radius or "")
