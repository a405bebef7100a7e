"""What a cover of balls does not go with."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from topopress.config.schema import Mapper


def check_balls(mapper: "Mapper") -> None:
    """Refuse settings beside a cover of balls that would have no meaning.

    Raises:
        ValueError: with what is wrong and what to do.
    """
    second = mapper.second_cover
    if second is not None and second.kind == "ball":
        raise ValueError(
            "second_cover: balls cover all rows at once; set cover = { kind = 'ball' }"
        )
    balls, clusterer = mapper.balls, mapper.clusterer
    if balls is None:
        return
    if len(mapper.lenses) > 1:
        raise ValueError(
            "a cover of balls takes one lens, which is a colour and decides nothing; name one"
        )
    if balls.radius != "auto" and clusterer.metric == "auto":
        raise ValueError(
            "a radius of balls is in units of a metric: set clusterer.metric to 'cosine' or "
            "'euclidean', or leave the radius out"
        )
    if clusterer.kind == "none":
        return
    if balls.quantile == "auto":
        raise ValueError(
            "the radius of balls is chosen from the data only where each ball is one node "
            "(clusterer kind 'none'); give cover.radius or cover.radius_quantile"
        )
    if clusterer.radius_setting == "adaptive":
        raise ValueError("'adaptive' is for intervals; in balls give one radius or 'auto'")
