"""A family of graphs in one call against one graph: three overlaps and two eps, as TopoAct offers.

Every graph of the sweep is the one that it would be alone; the two at 50 % overlap are compared.
"""

from dataclasses import replace

import numpy as np
from environments import run
from mapper import EUCLIDEAN, OURS, case_of
from peers import Job
from tables import spread, table

SIZES = (20_000, 100_000, 300_000)
OVERLAPS = (0.2, 0.3, 0.5)
QUANTILES = (0.75, 0.95)


def family_of(n_rows: int) -> Job:
    """Return the sweep of one data set; its own graph is that at 50 % overlap and smaller eps."""
    jobs = [case_of(n_rows, EUCLIDEAN, quantile).job for quantile in QUANTILES]
    family = tuple((job.eps, overlap) for job in jobs for overlap in OVERLAPS)
    return replace(jobs[0], overlap=max(OVERLAPS), family=family, repeats=1)


def measure(n_rows: int) -> list[str]:
    """Return one row of the table: each graph alone and the sweep twice, by turns."""
    family = family_of(n_rows)
    eps = sorted({each for each, _ in family.family})
    alone, whole = [], []
    for each in eps:
        alone.append(run(replace(family, engine=OURS, eps=each, family=())))
        whole.append(run(replace(family, engine=f"{OURS} sweep", eps=each)))
    same = all(one["digest"] == its["digest"] for one, its in zip(alone, whole, strict=True))
    seconds = [float(one["seconds"]) for one in alone]
    total = [float(one["seconds"]) for one in whole]
    return [
        f"{n_rows:,}",
        *(f"{one:.2f}" for one in seconds),
        spread(total, ".2f"),
        *(f"{np.mean(total) / one:.2f}" for one in seconds),
        spread(float(one["extra"]) / 1e6 for one in whole),
        "yes" if same else "NO",
    ]


def report() -> str:
    """Measure all sizes."""
    names = [f"{quantile:.0%}" for quantile in QUANTILES]
    head = ["rows", *(f"one graph, {name}" for name in names), "all six"]
    times = [f"times one graph, {name}" for name in names]
    return (
        "832 channels, Euclidean, 70 intervals; overlaps of 20, 30 and 50%, eps the quantiles 75% "
        "and 95% at 30% overlap. CPU seconds of one thread; one graph is that at 50% overlap, and "
        "both of those are compared with the sweep's.\n\n"
        + table([*head, *times, "MB", "same graphs"], map(measure, SIZES))
    )
