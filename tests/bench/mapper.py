"""Our Mapper graph against KeplerMapper's and tda-mapper's: the same rows, one thread.

Both peers cluster with scikit-learn's DBSCAN. Each measurement is a process of its own and they
take turns, so that what else the machine does falls on all alike. Only their ratios count.
"""

import json
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

import numpy as np
from environments import compiled_code, run, tda_python
from peers import Job
from rows import cached_rows
from tables import spread, table

from topopress.config.schema import UniformCover
from topopress.core.arrays import Float64, Int64
from topopress.mapper.clusterers.dbscan import Dbscan
from topopress.mapper.cover import cover_lenses, cover_rows
from topopress.mapper.lens import l2_norm

KEPLER, TDA, OURS = "KeplerMapper", "tda-mapper", "Topopress"
EUCLIDEAN, COSINE = "euclidean", "cosine"
CASES = (
    *((n_rows, metric) for n_rows in (2_000, 5_000, 20_000) for metric in (EUCLIDEAN, COSINE)),
    (100_000, EUCLIDEAN),
)
COMPILING = (30_000, EUCLIDEAN)
LARGEST = (300_000, EUCLIDEAN)
QUANTILE = 0.75
QUICK, SLOW = 3, 2
"""Rounds up to 20,000 rows, and above; of tda-mapper one above."""
TDA_ROUNDS = {QUICK: QUICK, SLOW: 1}

Run = dict[str, float | str]


@dataclass
class Case:
    """The runs of one data set and metric.

    Attributes:
        job: What was built, by whichever engine.
        pairs: Pairs of rows in a common interval, counted once per interval.
        runs: The runs of each engine, in the order of the rounds.
        differing: Nodes of tda-mapper's that are not in KeplerMapper's graph, and the reverse.
    """

    job: Job
    pairs: float
    runs: dict[str, list[Run]] = field(default_factory=dict)
    differing: tuple[int, int] | None = None

    @property
    def name(self) -> str:
        """Return what the case is called in a table."""
        return f"{self.job.n_rows:,}, {self.job.metric}"

    def seconds(self, engine: str) -> list[float]:
        """Return the CPU seconds of an engine's runs."""
        return [float(each["seconds"]) for each in self.runs.get(engine, ())]

    def extra(self, engine: str) -> list[float]:
        """Return the megabytes beyond the rows of an engine's runs."""
        return [float(each["extra"]) / 1e6 for each in self.runs.get(engine, ())]

    @property
    def same(self) -> bool:
        """Whether all runs of ours and KeplerMapper's gave one graph."""
        found = [*self.runs[OURS], *self.runs.get(KEPLER, ())]
        return len({each["digest"] for each in found}) == 1


def intervals_of(lens: Float64, job: Job) -> list[Int64]:
    """Return the rows of each interval."""
    cover = UniformCover(n_intervals=job.n_intervals, overlap=job.overlap)
    return cover_rows([lens], cover_lenses([lens], [cover]))


@cache
def case_of(n_rows: int, metric: str, quantile: float = QUANTILE, n_channels: int = 832) -> Case:
    """Return a case without runs of the rows that ``rows.py`` makes."""
    return case_of_file(cached_rows(n_channels), n_rows, metric, quantile)


def case_of_file(file: Path, n_rows: int, metric: str, quantile: float = QUANTILE) -> Case:
    """Return a case without runs; its eps is rounded so that no distance equals it."""
    vectors = np.load(file, mmap_mode="r")[:n_rows]
    job = Job("", str(file), n_rows, metric, eps=0, repeats=7 if n_rows <= 5_000 else 1)
    rows = intervals_of(l2_norm(vectors), job)
    clusterer = Dbscan(metric=metric, eps="auto", eps_quantile=quantile)
    eps = clusterer.radii(vectors, rows, seed=0)
    pairs = sum(len(own) * (len(own) - 1) / 2 for own in rows)
    return Case(replace(job, eps=round(float(eps[0]), 5) + 1e-7), pairs)


def compare(case: Case) -> Case:
    """Run all engines by turns."""
    rounds = QUICK if case.job.n_rows <= 20_000 else SLOW
    engines = {OURS: rounds, KEPLER: rounds}
    if tda_python():
        engines[TDA] = TDA_ROUNDS[rounds]
    with tempfile.TemporaryDirectory() as folder:
        for turn in range(rounds):
            for engine in (name for name, turns in engines.items() if turn < turns):
                graph = str(Path(folder) / f"{engine}.json")
                found = run(replace(case.job, engine=engine, graph=graph))
                case.runs.setdefault(engine, []).append(found)
        if TDA in engines:
            case.differing = differing(
                Path(folder) / f"{TDA}.json", Path(folder) / f"{KEPLER}.json"
            )
    return case


def differing(file: Path, other: Path) -> tuple[int, int]:
    """Return how many nodes of each of two graphs have no equal in the other."""
    nodes = [set(map(tuple, json.loads(each.read_text("ascii"))[0])) for each in (file, other)]
    return len(nodes[0] - nodes[1]), len(nodes[1] - nodes[0])


def ratio(case: Case, peer: str) -> str:
    """Return how many times longer a peer takes, turn by turn."""
    pairs = zip(case.seconds(OURS), case.seconds(peer), strict=False)
    return spread([theirs / own for own, theirs in pairs], ".2f") if case.runs.get(peer) else "–"


def time_table(cases: Sequence[Case]) -> str:
    """Return the CPU seconds of all engines."""
    head = ["rows, metric", OURS, KEPLER, "times ours", TDA, "times ours"]
    return table(head, [time_row(case) for case in cases])


def time_row(case: Case) -> list[str]:
    """Return one row of CPU seconds."""
    own, kepler, tda = (
        spread(case.seconds(name), ".3f") if case.runs.get(name) else "–"
        for name in (OURS, KEPLER, TDA)
    )
    return [case.name, own, kepler, ratio(case, KEPLER), tda, ratio(case, TDA)]


def graph_table(cases: Sequence[Case]) -> str:
    """Return memory and graphs."""
    head = ["rows, metric", f"{OURS} MB", f"{KEPLER} MB", "times ours", f"{TDA} MB"]
    return table(
        [*head, "nodes / edges", "same graph", f"nodes of {TDA} / {KEPLER} without an equal"],
        [graph_row(case) for case in cases],
    )


def graph_row(case: Case) -> list[str]:
    """Return one row of memory and graphs."""
    extra = {name: case.extra(name) for name in (OURS, KEPLER, TDA)}
    own, kepler, tda = (spread(each) if each else "–" for each in extra.values())
    times = f"{np.median(extra[KEPLER]) / np.median(extra[OURS]):.1f}" if extra[KEPLER] else "–"
    first = case.runs[OURS][0]
    graph = f"{first['nodes']:,} / {first['edges']:,}"
    same = ("yes" if case.same else "NO") if case.runs.get(KEPLER) else "–"
    apart = "{} / {}".format(*case.differing) if case.differing else "–"
    return [case.name, own, kepler, times, tda, graph, same, apart]


def compilation() -> str:
    """Return what the first large graph of a process costs, with and without compiled code."""
    shutil.rmtree(compiled_code(), ignore_errors=True)
    case = case_of(*COMPILING)
    cold = replace(case.job, engine=OURS, warm=0)
    anew, kept = (float(run(cold)["seconds"]) for _ in range(2))
    return (
        f"The first graph of a process, of {case.name}, takes {anew:.1f} CPU s of ours where "
        f"nothing is compiled yet, and {kept:.1f} once the compiled code is on disk. What is "
        "measured below comes after a smaller graph in the same process."
    )


def largest(kepler: Case) -> tuple[Case, str]:
    """Return our runs at 300,000 rows, and what KeplerMapper would take by its pairs."""
    case = case_of(*LARGEST)
    case.runs[OURS] = [run(replace(case.job, engine=OURS)) for _ in range(SLOW)]
    there = np.median(kepler.seconds(KEPLER)) * case.pairs / kepler.pairs
    times = there / np.median(case.seconds(OURS))
    return case, (
        f"KeplerMapper was not run at {LARGEST[0]:,} rows. By pairs of rows in an interval "
        f"({kepler.pairs:.3g} at {kepler.job.n_rows:,}, {case.pairs:.3g} at {LARGEST[0]:,}) its "
        f"time at {kepler.job.n_rows:,} comes to {there:,.0f} CPU s: {times:.0f} times ours."
    )


def report() -> str:
    """Compare all three on all sizes and metrics."""
    compiling = compilation()
    cases = [compare(case_of(n_rows, metric)) for n_rows, metric in CASES]
    last, note = largest(cases[-1])
    missing = "" if tda_python() else "tda-mapper could not be installed and was left out.\n\n"
    return (
        f"832 channels, 70 intervals, overlap 30%, eps the {QUANTILE:.0%} quantile of the distance "
        f"to the 4th neighbour; {QUICK} rounds, {SLOW} from 100,000 rows on: median (range). A "
        f"ratio above 1 means that the peer takes more.\n\n{missing}{compiling}\n\n"
        f"CPU seconds:\n\n{time_table([*cases, last])}\n\n"
        f"Peak memory beyond the rows, and graphs:\n\n{graph_table([*cases, last])}\n\n"
        f"{note}"
    )
