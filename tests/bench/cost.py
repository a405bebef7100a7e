"""How the cost of a graph grows with rows and channels, as a table and as a chart in docs/images.

KeplerMapper is measured up to 30,000 rows; beyond, its time is reckoned by the pairs of rows in
a common interval, to which it is proportional.
"""

from dataclasses import replace
from pathlib import Path

from charts import Series, log_chart
from environments import run
from mapper import EUCLIDEAN, KEPLER, OURS, Case, case_of
from tables import table

SIZES = (10_000, 30_000, 100_000, 300_000)
CHANNELS = (64, 256, 832)
MEASURED = 30_000
CHART = Path(__file__).resolve().parents[2] / "docs/images/mapper-cost.svg"


def measured(n_rows: int, n_channels: int) -> Case:
    """Return one run of ours, and one of KeplerMapper's where it is measured."""
    case = case_of(n_rows, EUCLIDEAN, n_channels=n_channels)
    for engine in (OURS, KEPLER) if n_rows <= MEASURED else (OURS,):
        case.runs.setdefault(engine, []).append(run(replace(case.job, engine=engine)))
    return case


def kepler_seconds(case: Case, last: Case) -> float:
    """Return KeplerMapper's CPU seconds: measured, or reckoned from the last that was measured."""
    return (case.seconds(KEPLER) or [last.seconds(KEPLER)[-1] * case.pairs / last.pairs])[-1]


def row(cases: list[Case], last: list[Case]) -> list[str]:
    """Return the cells of one number of rows."""
    known = cases[0].job.n_rows <= MEASURED
    own = [f"{case.seconds(OURS)[-1]:.2f}" for case in cases]
    extra = [f"{case.extra(OURS)[-1]:,.0f}" for case in cases]
    peers = zip(cases, last, strict=True)
    kepler = [f"{'' if known else '≈ '}{kepler_seconds(*pair):,.1f}" for pair in peers]
    return [f"{cases[0].job.n_rows:,}", *own, *kepler, *extra]


def chart(cases: dict[int, list[Case]]) -> str:
    """Return the chart; cases by number of channels."""
    series = []
    for n_channels, found in cases.items():
        last = next(case for case in reversed(found) if case.seconds(KEPLER))
        own = [(case.job.n_rows, case.seconds(OURS)[-1]) for case in found]
        kepler = [(case.job.n_rows, kepler_seconds(case, last)) for case in found]
        known = found.index(last) + 1
        series.append(Series(f"Topopress, {n_channels}", "own", own))
        name = f"KeplerMapper, {n_channels}"
        series.append(Series(name, "other", kepler[:known], kepler[known:]))
    title = "One Mapper graph, by number of rows and channels"
    note = "Dotted: not run, reckoned from the pairs of rows in a common interval"
    return log_chart(title, note, ("rows", "CPU seconds, one thread"), series)


def report() -> str:
    """Measure all sizes and write the chart."""
    cases = {k: [measured(n_rows, k) for n_rows in SIZES] for k in CHANNELS}
    CHART.write_text(chart(cases), encoding="utf-8")
    last = [cases[k][SIZES.index(MEASURED)] for k in CHANNELS]
    kinds = (f"{OURS} CPU s", f"{KEPLER} CPU s", f"{OURS} MB")
    head = ["rows", *(f"{kind}, {k}" for kind in kinds for k in CHANNELS)]
    rows = [row([cases[k][place] for k in CHANNELS], last) for place in range(len(SIZES))]
    return (
        "64, 256 and 832 channels; 70 intervals, overlap 30%, eps the 75% quantile, one run "
        f"each. What KeplerMapper takes above {MEASURED:,} rows (≈) is reckoned by pairs. The "
        f"chart is in docs/images/{CHART.name}.\n\n{table(head, rows)}"
    )
