"""The stages that read a graph that another tool has made, and its rows."""

import stat
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from topopress.activations.types import Rows
from topopress.analysis.shape.types import LayerShape
from topopress.bundle.parts import GivenFacts
from topopress.config.schema import Mapper, Stability
from topopress.core.arrays import Float32, Int64
from topopress.core.errors import DataError
from topopress.exchange.types import GivenGraph
from topopress.kinds.arrays.row_table import RowCount
from topopress.kinds.arrays.settings import DescribedRows
from topopress.kinds.arrays.stages import TableFile
from topopress.kinds.graphs.rebuild import Rebuilt
from topopress.kinds.graphs.settings import LAYER
from topopress.mapper.types import MapperGraph
from topopress.network.types import LayerInfo, VectorShape
from topopress.samples.arrays.reading import unreadable
from topopress.samples.labels import shown
from topopress.samples.types import Labels, SampleTable, Survey
from topopress.stage.executor import Work


@dataclass(frozen=True, slots=True)
class GraphFile:
    """The file of a graph; its path starts from the folder.

    ``value`` is the name of a number that each of its nodes must have, if any.
    """

    file: str
    folder: Path
    value: str | None = None

    @property
    def where(self) -> str:
        """What messages call the file."""
        return f"data.file: {shown(self.file)!r}"

    def require(self) -> None:
        """Check that the file can be read.

        Raises:
            DataError: it cannot.
        """
        try:
            if not stat.S_ISREG((self.folder / self.file).stat().st_mode):
                raise DataError(f"{self.where} is not a regular file")
            with (self.folder / self.file).open("rb"):
                pass
        except (OSError, ValueError) as error:  # a path with a zero byte is a ValueError
            raise unreadable(self.where, error) from error

    def open(self, device: str) -> GivenGraph:
        """Return the graph.

        Raises:
            DataError: the file cannot be read, holds no graph, or one that cannot be published.
        """
        from topopress.exchange.read import read_graph
        from topopress.kinds.graphs.made import require_usable

        self.require()
        graph = read_graph((self.folder / self.file).read_bytes(), self.where)
        require_usable(graph, self.where, self.value)
        numbers = {key: v if isinstance(v, str) else float(v) for key, v in graph.said.items()}
        return replace(graph, said=numbers)


@dataclass(frozen=True, slots=True)
class ReadRows:
    """Rows that have been read; what they are is not asked for."""

    layer: LayerInfo


@dataclass(frozen=True, slots=True)
class ReadGraph:
    """A graph that has been read with its lens."""

    n_rows: int


def given_graph(work: Work, *, digest: str, value: str | None, opened: GraphFile) -> GivenGraph:
    """Read the graph; ``digest`` is the SHA-256 of its file, ``value`` as ``GraphFile`` has it."""
    return work.open(opened)


def graph_samples(
    work: Work,
    *,
    graph: GivenGraph,
    where: str,
    settings: DescribedRows,
    table: str,
    n_vectors: int,
    vectors: str,
    opened: TableFile,
) -> Survey:
    """List the rows of a graph as samples.

    ``where`` is what messages call the graph, ``table`` the SHA-256 of the table, empty without
    one. ``n_vectors`` is the number of vectors in the file ``vectors``; 0 without any.
    """
    from topopress.kinds.graphs.rows import row_survey

    count = RowCount(n_vectors, vectors) if n_vectors else None
    return row_survey(graph, where, settings, work.open(opened), count)


def with_lens(graph: GivenGraph, samples: SampleTable, column: str) -> GivenGraph:
    """Return a graph with the lens of a column of the table."""
    from topopress.kinds.graphs.rows import lens_of

    return replace(graph, lens=lens_of(samples.samples, column))


def rows_without_vectors(samples: Labels) -> Rows:
    """Return one row for each sample, without vectors."""
    n_rows = len(samples.label)
    return Rows(
        layer=LayerInfo(LAYER, 0, VectorShape()),
        vectors=np.empty((n_rows, 0), np.float32),
        sample=np.arange(n_rows, dtype=np.int32),
        place="whole",
        position=np.empty((n_rows, 0), np.int32),
    )


def read_all(rows: ReadRows, samples: Labels, graph: ReadGraph) -> ReadRows:
    """Read graph, table and vectors before anything is computed, so that mistakes are known."""
    return rows


def made_again(work: Work, graph: GivenGraph, rows: Rows, seed: int) -> Rebuilt:
    """Make the graph again of its vectors, if its file says how, and compare the two."""
    from topopress.kinds.graphs.rebuild import rebuild

    return rebuild(graph, rows, seed=seed, progress=work.progress)


def graph_of_file(graph: GivenGraph, samples: Labels, rebuilt: Rebuilt | None) -> MapperGraph:
    """Return the graph as all other stages read it."""
    from topopress.kinds.graphs.made import mapper_graph

    return mapper_graph(graph, len(samples.label), rebuilt)


def given_structures(graph: MapperGraph) -> LayerShape:
    """Find the structures of a graph that cannot be made again of other rows or settings."""
    from topopress.analysis.shape.structures import find_structures

    return LayerShape.unjudged(find_structures(graph))


def judged_structures(
    work: Work,
    graph: MapperGraph,
    rows: Rows,
    rebuilt: Rebuilt,
    stability: Stability,
    seed: int,
) -> LayerShape:
    """Find the structures of a graph, and judge their stability if the graph was made again."""
    from topopress.analysis.shape.assessment import assess
    from topopress.analysis.shape.structures import find_structures
    from topopress.kinds.graphs.rebuild import build
    from topopress.kinds.graphs.said_settings import OWN_LENS

    if rebuilt.mapper is None or stability.resamples == 0:
        return LayerShape.unjudged(find_structures(graph))

    def build_again(vectors: Float32, mapper: Mapper, drawn: Int64) -> MapperGraph:
        return build(vectors, mapper, {OWN_LENS: rebuilt.lens[drawn]}, seed=seed)

    return assess(
        rows.vectors,
        rebuilt.covered(graph),
        rebuilt.mapper.model_copy(update={"stability": stability}),
        build_again,
        seed=seed,
        progress=work.progress,
    )


def facts_of_file(
    graph: GivenGraph,
    made: MapperGraph,
    value: str | None,
    lens: str | None,
    rebuilt: Rebuilt | None,
) -> GivenFacts:
    """Return what the file says of the graph and its nodes.

    ``value`` and ``lens`` are the settings of these names.
    """
    from topopress.kinds.graphs.made import given_facts

    return given_facts(graph, made, value=value, lens=lens, rebuilt=rebuilt)
