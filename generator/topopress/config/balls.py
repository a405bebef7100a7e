"""A cover of balls, and what it does not go with."""

from typing import TYPE_CHECKING, Any, Literal

from pydantic import Field, model_validator

from topopress.config.base import Quantile, Radius, Settings

if TYPE_CHECKING:
    from topopress.config.schema import Mapper


class BallCover(Settings):
    """Balls of one radius around rows that are farther apart than it; no lens decides."""

    kind: Literal["ball"]
    radius: Radius | Literal["auto"] = Field(
        "auto",
        description="Radius of the balls in the metric of the clusterer: a number, or `auto`, the "
        "distance within which `radius_quantile` of all pairs of rows are.",
    )
    radius_quantile: Quantile = Field(
        "auto",
        description="Share of the pairs of rows within the radius `auto`; `auto` chooses it from "
        "the data.",
    )

    @model_validator(mode="before")
    @classmethod
    def _refuse_metric(cls, written: Any) -> Any:  # noqa: ANN401 - nothing is checked yet
        if isinstance(written, dict) and "metric" in written:
            raise ValueError(
                "the metric of a graph stands in mapper.clusterer, for balls too: "
                'clusterer = { metric = "cosine" }'
            )
        return written

    @property
    def quantile(self) -> float | Literal["auto"] | None:
        """The quantile that the radius is read off, or None if the radius is a number."""
        return self.radius_quantile if self.radius == "auto" else None


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
