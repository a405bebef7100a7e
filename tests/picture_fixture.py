"""Made-up optimised pictures for the synthetic exploration of ``viewer_fixture.py``."""

from topopress.bundle.schema import PictureKind, VisualSummary
from topopress.responses import AIMS


def picture_summary(n_nodes: int) -> VisualSummary:
    """Return what the pictures of a layer come to: one of each node."""
    return VisualSummary(
        nodes=PictureKind(
            objective="distinct", aim=AIMS["distinct"], drawn=n_nodes, wanted=n_nodes
        ),
        arms=None,
        rows=None,
        own_share=0.86,
        cosine=0.55,
    )
