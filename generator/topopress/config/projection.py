"""The settings of the scatters beside the graph: every row as a point, placed by its vector."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from topopress.config.base import Settings

ProjectionKind = Literal["pca", "tsne", "umap"]
PROJECTION_NAMES: dict[ProjectionKind, str] = {"pca": "PCA", "tsne": "t-SNE", "umap": "UMAP"}


class Projection(Settings):
    """The scatter of all rows beside the graph, and those that a reader can choose instead."""

    kind: ProjectionKind = Field(
        "pca",
        description="The scatter that is shown first. `pca`: the first two principal components; "
        "`tsne`: t-SNE (van der Maaten and Hinton 2008) of the first 50, seeded, from a PCA start; "
        "`umap`: UMAP (McInnes, Healy and Melville 2018) of the same 50, seeded, from a PCA start, "
        "which needs `pip install 'topopress[umap]'`.",
    )
    others: tuple[ProjectionKind, ...] = Field(
        (),
        description="Further kinds, which a reader can choose; each is a file of its own that is "
        "loaded when it is chosen.",
    )
    perplexity: Annotated[float, Field(ge=2, le=200)] = Field(
        30.0, description="Effective number of neighbours of t-SNE."
    )
    n_neighbors: Annotated[int, Field(ge=2, le=200)] = Field(
        15, description="Number of neighbours of UMAP, the row itself counted."
    )
    min_dist: Annotated[float, Field(ge=0, le=1)] = Field(
        0.1, description="Least distance of points that UMAP aims at."
    )

    @property
    def kinds(self) -> tuple[ProjectionKind, ...]:
        """All kinds that are published, the one that is shown first before the others."""
        return (self.kind, *self.others)

    @model_validator(mode="after")
    def _check_others(self) -> Self:
        if repeated := [kind for kind in self.others if self.kinds.count(kind) > 1]:
            raise ValueError(
                f"others names {repeated[0]!r}, which is there already; name each kind once"
            )
        return self
