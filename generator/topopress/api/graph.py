"""What ``topopress.mapper_graph`` returns."""

from dataclasses import dataclass
from functools import cached_property
from html import escape
from os import PathLike
from pathlib import Path
from typing import Any

import numpy as np

from topopress.api.errors import ParameterError
from topopress.api.estimators import Estimator
from topopress.api.lenses import GIVEN
from topopress.config.schema import Mapper
from topopress.core.arrays import Float64, Int32
from topopress.exchange.types import GivenGraph
from topopress.mapper.types import Interval, MapperGraph


@dataclass(frozen=True, eq=False, repr=False)
class Graph:
    """A Mapper graph, with its nodes in the order of the cover.

    Attributes:
        mapper: The graph in compressed form, as the rest of this package has it.
        settings: The settings with nothing left open.
        notices: What the graph cannot be taken for; empty if no setting was chosen from the data.
    """

    mapper: MapperGraph
    settings: Mapper
    notices: tuple[str, ...] = ()

    @property
    def n_rows(self) -> int:
        """Number of rows that the graph was made of."""
        return len(self.mapper.lens)

    @property
    def n_nodes(self) -> int:
        """Number of nodes."""
        return self.mapper.n_nodes

    @property
    def n_edges(self) -> int:
        """Number of edges."""
        return len(self.mapper.edges)

    @cached_property
    def nodes(self) -> tuple[str, ...]:
        """Names of the nodes: ``i12c0`` is cluster 0 of cover element 12, counted from 0."""
        return tuple(map(self.mapper.node_id, range(self.n_nodes)))

    @cached_property
    def members(self) -> tuple[Int32, ...]:
        """Rows of each node, ascending."""
        return tuple(map(self.mapper.members_of, range(self.n_nodes)))

    @property
    def node_interval(self) -> Int32:
        """Cover element of each node, shape (n_nodes,)."""
        return self.mapper.node_interval

    @property
    def edges(self) -> Int32:
        """Pairs of nodes that share rows (source < target), sorted, shape (n_edges, 2)."""
        return self.mapper.edges

    @property
    def shared(self) -> Int32:
        """Number of rows that the nodes of each edge share, shape (n_edges,)."""
        return self.mapper.shared

    @property
    def jaccard(self) -> Float64:
        """Shared rows over rows in either node, for each edge, shape (n_edges,)."""
        return self.mapper.jaccard

    @property
    def lens(self) -> Float64:
        """Lens of each row: shape (n_rows,), with two lenses (n_rows, 2)."""
        lenses = self.mapper.lenses
        return lenses[0] if len(lenses) == 1 else np.column_stack(lenses)

    @property
    def intervals(self) -> tuple[Interval, ...]:
        """The elements of the cover, each with ``bounds``, a pair of numbers for each lens."""
        return self.mapper.intervals

    @property
    def eps(self) -> Float64:
        """Radius in each cover element, shape (n_elements,); shape (0,) where there is none."""
        return self.mapper.eps

    @property
    def coverage(self) -> float:
        """Share of the rows that are in some node."""
        return len(np.unique(self.mapper.members)) / self.n_rows

    def nodes_of(self, row: int) -> tuple[str, ...]:
        """Return the names of the nodes that hold a row.

        Raises:
            ParameterError: there is no such row.
        """
        if not 0 <= row < self.n_rows:
            raise ParameterError(f"row: must be from 0 to {self.n_rows - 1}, got {row!r}")
        ends = self.mapper.member_offsets[1:]
        places = np.flatnonzero(self.mapper.members == row)
        return tuple(self.nodes[k] for k in np.searchsorted(ends, places, side="right"))

    def to_networkx(self) -> Any:  # noqa: ANN401 - networkx has no types
        """Return a ``networkx.Graph``: nodes with ``members``, edges with ``jaccard``.

        Raises:
            ImportError: networkx is not installed.
        """
        from topopress.exchange.write import to_networkx

        return to_networkx(self._given())

    def to_kmapper(self) -> dict[str, Any]:
        """Return the dictionary of ``kmapper.KeplerMapper.map``, which its ``visualize`` takes."""
        from topopress.exchange.write import to_kmapper

        return to_kmapper(self._given())

    def to_json(self, path: str | PathLike[str] | None = None) -> str | None:
        """Return the graph as JSON, which ``topopress import`` reads; or write it to a file.

        Args:
            path: The file; it is replaced. With None the text is returned.
        """
        from topopress.exchange.write import to_json

        text = to_json(self._given())
        if path is None:
            return text.decode()
        Path(path).write_bytes(text)
        return None

    def to_settings(self) -> dict[str, Any]:
        """Return the settings as ``[mapper]`` has them, for ``topopress.publish(mapper=...)``.

        Numbers that were given as a lens are ``metadata:lens``, others ``metadata:second lens``:
        hand them over as columns of the metadata.

        Raises:
            ParameterError: the clusterer is one of scikit-learn, which sites do not have.
        """
        if isinstance(self.settings.clusterer, Estimator):
            raise ParameterError(
                f"clusterer: {self.settings.clusterer.in_words('', '')} has no settings in a "
                "site; take 'dbscan', 'hdbscan' or 'agglomerative'"
            )
        return self.settings.model_dump(
            exclude={"preset", "preparation", "stability", "family"}, exclude_none=True
        )

    def _given(self) -> GivenGraph:
        from topopress.exchange.convert import given_graph

        return given_graph(self.mapper, said=self._said())

    def _said(self) -> dict[str, str | float]:
        """Return how the graph was made, in the words of ``topopress.exchange``."""
        said: dict[str, str | float] = {
            "lens": self.facts["Lens"],
            "cover": self.facts["Cover"],
            "clusterer": self.facts["Clusterer"],
        }
        covers = set(self.settings.covers)
        if len(covers) == 1:
            (cover,) = covers
            said |= {"intervals": int(cover.n_intervals), "overlap": cover.overlap}
        return said

    @cached_property
    def facts(self) -> dict[str, str]:
        """The settings in words: Lens, Cover, Clusterer and, if it was read off, eps."""
        from topopress.pages.tables.recipe import mapper_recipe
        from topopress.pages.tables.text import number

        facts = {fact.term: fact.value for fact in mapper_recipe(self.settings)}
        for name in GIVEN:
            facts["Lens"] = facts["Lens"].replace(name, "given")
        if isinstance(self.settings.clusterer, Estimator):
            facts["Clusterer"] += ", fitted once in each cover element (slow path)"
        if isinstance(self.settings.clusterer.radius_setting, str) and len(self.eps):
            low, high = map(number, (self.eps.min(), self.eps.max()))
            facts[self.settings.clusterer.radius_name] = low if low == high else f"{low} to {high}"
        if self.mapper.ball_radius is not None:
            facts["radius of the balls"] = number(self.mapper.ball_radius)
        return facts

    def __repr__(self) -> str:
        facts = "; ".join(f"{name} {value}" for name, value in self.facts.items())
        return f"<Mapper graph: {self._counts()}; {facts}>"

    def _repr_html_(self) -> str:
        rows = {"Graph": self._counts(), **self.facts}
        if self.notices:
            rows["Notices"] = " ".join(self.notices)
        cells = "".join(
            f"<tr><th style='text-align: left'>{escape(name)}</th>"
            f"<td style='text-align: left'>{escape(value)}</td></tr>"
            for name, value in rows.items()
        )
        return f"<table>{cells}</table>"

    def _counts(self) -> str:
        from topopress.pages.tables.text import percent

        return (
            f"{self.n_rows:,} rows, {self.n_nodes:,} nodes, {self.n_edges:,} edges, "
            f"{percent(self.coverage)} of the rows in nodes"
        )
