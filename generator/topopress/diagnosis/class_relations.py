"""From which layer on two classes share their nodes, or do not."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Relation = Literal["apart", "together", "neither"]
APART, TOGETHER = 0.5, 2.0
"""Share of the other class in the nodes of one, in units of chance, up to which they are apart and
from which on they are together."""
LEAST = 5.0
"""Members that chance must give for "apart", or that there must be for "together"."""


@dataclass(frozen=True, slots=True)
class Beside:
    """Members of another class in the nodes of one class of a layer.

    Attributes:
        share: Mean share of the other class, over the members of the one.
        chance: The same with labels exchanged at random.
        members: Members of the one class in nodes.
    """

    share: float
    chance: float
    members: int

    @property
    def relation(self) -> Relation:
        """How the classes stand to each other in this layer."""
        if self.chance * self.members >= LEAST and self.share <= APART * self.chance:
            return "apart"
        if self.share * self.members >= LEAST and self.share >= TOGETHER * self.chance:
            return "together"
        return "neither"


def relation_from(layers: Sequence[Beside]) -> tuple[Relation, int]:
    """Return how two classes stand to each other in the last layer, and from which layer on.

    The layer is the first from which on it is the same in all.
    """
    last = layers[-1].relation
    first = len(layers) - 1
    while first > 0 and layers[first - 1].relation == last:
        first -= 1
    return last, first
