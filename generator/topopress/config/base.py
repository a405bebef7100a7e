"""Base classes and field types of the settings; see ``schema.py`` for the settings themselves."""

from abc import abstractmethod
from typing import Annotated, ClassVar, Literal, Self

from pydantic import BaseModel, ConfigDict, Field

from topopress.config.limits import LARGEST_RADIUS, MOST_COUNT, MOST_NEIGHBOURS

Share = Annotated[float, Field(ge=0, le=1)]
Positive = Annotated[int, Field(ge=1, le=MOST_COUNT)]
Neighbours = Annotated[int, Field(ge=1, le=MOST_NEIGHBOURS)]
Radius = Annotated[float, Field(gt=0, le=LARGEST_RADIUS)]
Name = Annotated[str, Field(min_length=1)]
Quantile = Annotated[float, Field(gt=0, lt=1)] | Literal["auto"]
MetricName = Literal["auto", "cosine", "euclidean"]

METRIC = "Distance between activation vectors; `auto` chooses it from the data."


class Settings(BaseModel):
    """Base of all settings: frozen, finite numbers, and no key that is not documented here."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, allow_inf_nan=False)


class DataSettings(Settings):
    """Base of the settings of a data source; see ``topopress.kinds``.

    Attributes:
        usual_positions: Which positions of a layer become rows where the author says nothing.
        needs_network: Whether the samples go through a network; without one, the data are vectors.
    """

    needs_network: ClassVar[bool] = True
    usual_positions: ClassVar[Literal["random", "mean"]] = "random"

    kind: str

    @property
    def layer_names(self) -> tuple[str, ...]:
        """Names of the layers, where the data are vectors; empty where a network has them."""
        return ()


class ClustererSettings(Settings):
    """Base of the settings of a clusterer; see ``topopress.mapper.clusterers``.

    Attributes:
        radius_name: Name of the setting that holds the radius: a number, or a word for how the
            radius is read off the data. Empty for a clusterer without a radius. A clusterer with
            a radius has the setting ``eps_quantile`` too.
    """

    radius_name: ClassVar[str] = ""

    kind: str
    metric: MetricName = Field("auto", description=METRIC)

    @property
    def radius_setting(self) -> float | str | None:
        """The radius as the author set it; None for a clusterer without a radius."""
        value: float | str | None = getattr(self, self.radius_name, None)
        return value

    @property
    def quantile(self) -> float | Literal["auto"] | None:
        """The quantile that the radius is read off, or None if the radius is not read off."""
        value: float | Literal["auto"] | None = getattr(self, "eps_quantile", None)
        return value if isinstance(self.radius_setting, str) else None

    def opened(self) -> Self:
        """Return the settings with "auto" for everything that can be chosen from the data."""
        quantile = {} if self.quantile is None else {"eps_quantile": "auto"}
        return self.model_copy(update={"metric": "auto", **quantile})

    def settled(self, metric: str, eps_quantile: float) -> Self:
        """Return the settings with these values where they say "auto"."""
        changes: dict[str, str | float] = {}
        if self.metric == "auto":
            changes["metric"] = metric
        if self.quantile == "auto":
            changes["eps_quantile"] = eps_quantile
        return self.model_copy(update=changes)

    @abstractmethod
    def in_words(self, metric: str, radius: str) -> str:
        """Return the settings in one line for a page.

        Args:
            metric: The distance in words.
            radius: The radius in words; empty for a clusterer without a radius.
        """
