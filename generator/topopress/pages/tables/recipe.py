"""The settings of a graph in a line each, for the method page."""

from topopress.bundle.schema import Layer
from topopress.config.lenses import parse_lens
from topopress.config.preparation import Preparation
from topopress.config.schema import BalancedCover, BallCover, Clusterer, IntervalCover, Mapper
from topopress.pages.contexts import Fact
from topopress.pages.tables.text import NONE, count, number, percent

CHOSEN = "chosen from the data"
NO_RADIUS = "none"
METRICS = {"cosine": "cosine", "euclidean": "Euclidean"}
TAKEN_AWAY = {"centre": "the mean of all rows", "form": "the mean of their group"}
LENS_WORDS = {
    "l1_norm": "L1 norm",
    "l2_norm": "L2 norm",
    "max_norm": "largest absolute value",
    "component": "principal component {number}",
    "eccentricity": "eccentricity",
    "knn_distance": "distance to the {number} nearest rows",
    "density": "log density",
    "confidence": "confidence",
    "entropy": "entropy of the prediction",
    "error": "error",
    "loss": "loss",
    "logit": "logit of {text}",
    "probability": "probability of {text}",
    "metadata": "{text}",
    "raw": "{text} of the rows before preparation",
    "file": "{text}",
}


def mapper_recipe(mapper: Mapper) -> tuple[Fact, ...]:
    """Return lens, cover and clusterer as an author set them."""
    return (
        *_preparation(mapper.preparation),
        Fact("Lens", " and ".join(mapper.lenses)),
        Fact("Cover", _cover(mapper)),
        Fact("Clusterer", _clusterer(mapper.clusterer)),
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
        text = f"{function} in {file}"
    return LENS_WORDS[lens.kind].format(number=lens.number, text=text)


def radius_of(layer: Layer, clusterer: Clusterer) -> str:
    """Return the radius within which a layer's rows were clustered."""
    if clusterer.kind == "none":
        return NONE
    if not clusterer.radius_name:
        return NO_RADIUS
    return "one per interval" if layer.eps is None else number(layer.eps)


def _preparation(preparation: Preparation) -> tuple[Fact, ...]:
    """Return what is taken away from the rows; nothing where they stay as they are."""
    parts = [TAKEN_AWAY[preparation.kind]] if preparation.kind != "none" else []
    if preparation.position:
        parts.append("what the position explains of each channel")
    return (Fact("Rows without", " and ".join(parts)),) if parts else ()


def _cover(mapper: Mapper) -> str:
    if mapper.balls is not None:
        return f"balls, {_radius(mapper.balls)}"
    return " by ".join(map(_intervals, mapper.covers))


def _radius(balls: BallCover) -> str:
    share = balls.quantile
    if share is None:
        return f"radius {number(float(balls.radius))}"
    if share == "auto":
        return f"radius {CHOSEN}"
    return f"radius auto, {100 * share:.3g}\u00a0% of the pairs of rows"


def _contained(mapper: Mapper) -> tuple[Fact, ...]:
    """Return what becomes of nodes that others contain; nothing where they stay."""
    merged = "merged into the neighbour that contains them"
    return (Fact("Contained nodes", merged),) if mapper.contracts else ()


def _intervals(cover: IntervalCover) -> str:
    n = cover.n_intervals
    size = f"{count(n)} intervals" if isinstance(n, int) else f"intervals (number {CHOSEN})"
    if isinstance(cover, BalancedCover):
        return f"{size} of equally many rows, overlap {percent(cover.overlap)}"
    return f"{size}, overlap {percent(cover.overlap)}, {cover.placement}"


def _clusterer(clusterer: Clusterer) -> str:
    named = clusterer.metric
    metric = f"metric {CHOSEN}" if named == "auto" else f"{METRICS[named]} distance"
    radius, quantile = clusterer.radius_setting, clusterer.quantile
    if isinstance(radius, str):
        radius = f"{radius}, quantile {CHOSEN if quantile == 'auto' else quantile}"
    elif radius is not None:
        radius = number(radius)
    return clusterer.in_words(metric, radius or "")
