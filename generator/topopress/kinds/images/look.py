"""The stages that show the nodes of a layer as pictures: crops, thumbnails, visualisations."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from topopress.config.load import ExplorationSource
from topopress.config.schema import FeatureVisualisation
from topopress.kinds.images.stages import crops, shown_samples, thumbnails
from topopress.kinds.inputs import Inputs
from topopress.stage.stage import Stage, batch, stage
from topopress.visuals.picture_stages import (
    KINDS,
    Renderers,
    picture_shares,
    shaping,
    visuals,
)
from topopress.visuals.target_stages import (
    PictureTargets,
    arm_targets,
    node_targets,
    row_targets,
)
from topopress.visuals.types import ExemplarCrops, FeatureVisualisations, Thumbnails
