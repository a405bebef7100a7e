"""The settings of what pages show of nodes: exemplars, attribution, optimised pictures."""

from typing import Annotated, Literal, Self

from pydantic import BeforeValidator, Field, model_validator

from topopress.config.base import Positive, Settings
from topopress.config.inputs import checked_channels
from topopress.config.limits import MOST_COUNT, MOST_MINUTES, MOST_STEPS

Channel = Annotated[int, Field(ge=0, le=MOST_COUNT)]


class FeatureVisualisation(Settings):
    """One optimised picture per node: what its mean activation responds to."""

    enabled: bool = Field(True, description="Whether to render feature visualisations.")
    size: Annotated[int, Field(ge=16, le=512)] = Field(
        96, description="Side of a published picture in pixels; the longer one of a rectangle."
    )
    canvas: Annotated[int, Field(ge=32, le=512)] = Field(
        128,
        description="Largest side of what the network is shown, in pixels. Layers that see less of "
        "their input get smaller pictures; deep layers need it large, and cost grows with its "
        "square.",
    )
    steps: Annotated[int, Field(ge=1, le=MOST_STEPS)] = Field(80, description="Optimisation steps.")
    learning_rate: Annotated[float, Field(gt=0, le=10)] = Field(
        0.07, description="Largest step size of Adam; it falls as half a cosine."
    )
    patience: Annotated[int, Field(ge=0, le=MOST_STEPS)] = Field(
        0,
        description="A picture is finished early when, in the second half, so many steps have "
        "raised its objective by less than one percent; 0: never.",
    )
    objective: Literal["distinct", "direction", "whitened"] = Field(
        "distinct",
        description="What a picture is to respond to: the node's mean activation, separated from "
        "the other means of the layer; the mean alone; or the whitened mean.",
    )
    cosine_power: Annotated[float, Field(ge=0, le=100)] = Field(
        2.0, description="The objective is dot product times cosine similarity to this power."
    )
    activations: Annotated[int, Field(ge=0, le=64)] = Field(
        1,
        description="Single activations of each node, nearest to its mean first, that get a "
        "picture of their own: `visuals.exemplars` at most, since only exemplars can be looked at.",
    )
    contrasts: Annotated[int, Field(ge=0, le=MOST_COUNT)] = Field(
        3,
        description="Bifurcations of each layer, in the order of its list, of which each arm gets "
        "a picture of what it has and the other arms lack.",
    )


class Budget(Settings):
    """What optimised pictures may cost; the largest and most stable nodes come first."""

    pictures: Positive | None = Field(
        None, description="Optimised pictures at most, of all layers together."
    )
    minutes: Annotated[float, Field(gt=0, le=MOST_MINUTES)] | None = Field(
        None,
        description="Minutes of rendering at most, of all layers together; without it there is no "
        "such limit. Pictures in the store cost nothing; to go on with what was left out, allow "
        "more.",
    )


class Visuals(Settings):
    """Pictures for each node."""

    exemplars: Annotated[int, Field(ge=0, le=64)] = Field(
        6, description="Input crops shown for each node, nearest to its mean first."
    )
    spread_exemplars: Annotated[int, Field(ge=0, le=64)] = Field(
        6,
        description="Further crops spread over each node: from the nearest to its mean on, always "
        "the member farthest from those before.",
    )
    label_exemplars: Annotated[int, Field(ge=0, le=64)] = Field(
        6,
        description="For so many of the commonest labels of each node that has at least two, the "
        "member nearest to its mean.",
    )
    exemplar_size: Annotated[int, Field(ge=16, le=256)] = Field(
        80,
        description="Side of an exemplar in pixels, the longer one of a rectangle; a multiple of "
        "16 keeps the blocks of the sheets' compression within one picture.",
    )
    thumbnail_size: Annotated[int, Field(ge=16, le=512)] = Field(
        128,
        description="Side, in pixels, of the small picture of each sample in which the part that "
        "an exemplar shows is marked; a picture that samples are cut from is four times as wide.",
    )
    shown_channels: Annotated[
        tuple[Channel, Channel, Channel] | tuple[Channel] | None, BeforeValidator(checked_channels)
    ] = Field(
        None,
        description="Channels of the network's input that pictures show, counted from 0: three as "
        "red, green and blue, or one in grey. By default the first three, and the first of one or "
        "two.",
    )
    attribution: bool = Field(
        True,
        description="Whether to attribute the logits of the network's classes to the exemplars "
        "nearest to each node's centroid; it costs a forward pass and a half for each of them.",
    )
    predictions: bool = Field(
        True,
        description="Whether to state, for nodes of texts, what the network's language head "
        "predicts: of the node's mean vector, and in the place of its words. It is for networks "
        "whose config.json names such a head; it costs another forward pass for each word.",
    )
    feature_visualisation: FeatureVisualisation = Field(
        FeatureVisualisation(), description="Optimised pictures."
    )
    budget: Budget = Field(Budget(), description="What optimised pictures may cost.")

    @model_validator(mode="after")
    def _check_activations(self) -> Self:
        pictured = self.feature_visualisation
        # The default follows the exemplars; a number that somebody wrote would be cut silently.
        written = pictured.enabled and "activations" in pictured.model_fields_set
        if written and pictured.activations > self.exemplars:
            raise ValueError(
                f"feature_visualisation.activations = {pictured.activations} needs as many "
                f"exemplars nearest to each mean, and exemplars is {self.exemplars}; raise "
                f"exemplars, or allow activations up to {self.exemplars}"
            )
        return self
