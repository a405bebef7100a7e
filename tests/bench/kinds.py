"""Our Mapper graph against KeplerMapper's on four kinds of rows, one thread, by turns."""

from dataclasses import replace

from environments import run
from mapper import EUCLIDEAN, KEPLER, OURS, QUANTILE, Case, case_of_file, ratio
from row_kinds import KINDS, file_of
from tables import spread, table

SIZES = {5_000: 3, 20_000: 2, 100_000: 1}
"""Rounds by number of rows."""


def measured(case: Case) -> Case:
    """Run both engines by turns."""
    for _ in range(SIZES[case.job.n_rows]):
        for engine in (OURS, KEPLER):
            case.runs.setdefault(engine, []).append(run(replace(case.job, engine=engine)))
    return case


def row(kind: str, case: Case) -> list[str]:
    """Return the cells of one kind and number of rows."""
    first, peer = (case.runs[engine][0] for engine in (OURS, KEPLER))
    return [
        kind,
        f"{case.job.n_rows:,}",
        f"{case.pairs:.3g}",
        *(spread(case.seconds(engine), ".2f") for engine in (OURS, KEPLER)),
        ratio(case, KEPLER),
        f"{first['nodes']:,} / {first['edges']:,}",
        "yes" if first["digest"] == peer["digest"] else "NO",
    ]


def report() -> str:
    """Compare both on the kinds that are there."""
    files = {kind: file_of(kind) for kind in KINDS}
    rows = [
        row(kind, measured(case_of_file(file, n_rows, EUCLIDEAN)))
        for kind, file in files.items()
        if file is not None
        for n_rows in SIZES
    ]
    missing = ", ".join(kind for kind, file in files.items() if file is None)
    head = ["rows of", "rows", "pairs", f"{OURS} CPU s", f"{KEPLER} CPU s", "times ours"]
    return (
        f"70 intervals, overlap 30%, eps the {QUANTILE:.0%} quantile of the distance to the 4th "
        f"neighbour; {', '.join(map(str, SIZES.values()))} rounds: median (range)."
        + (f" Left out, as their inputs are not there: {missing}." if missing else "")
        + "\n\n"
        + table([*head, "nodes / edges", "same graph"], rows)
    )
