"""``topopress anomalies``: what is worth a look in the data, in a terminal or as JSON."""

from collections.abc import Iterator
from pathlib import Path

import click
import orjson

from topopress.build.find_anomalies import find_anomalies
from topopress.cli.tables import aligned
from topopress.diagnosis.document import document
from topopress.diagnosis.types import Findings
from topopress.pages.tables.text import number, percent
from topopress.pages.types.anomalies import unjudged_in_words
from topopress.samples.types import Sample
from topopress.stage.report import BuildReport

SHOWN = 10
"""Entries of each list that are printed; JSON has all."""


def print_anomalies(root: Path, name: str, *, as_json: bool, device: str) -> None:
    """Find what is worth a look in an exploration's data, and print it."""
    with BuildReport() as report:
        found, samples = find_anomalies(root, name, listener=report, progress=report, device=device)
    if as_json:
        written = orjson.dumps(document(found, samples), option=orjson.OPT_INDENT_2)
        click.echo(written.decode())
        return
    for line in _lines(found, samples):
        click.echo(line)


def _lines(found: Findings, samples: tuple[Sample, ...]) -> Iterator[str]:
    yield from _expected(found)
    yield from _list(
        f"Labels to look at, by {found.layer}",
        [
            (samples[one.seen.sample].origin, one.label, one.suggested, percent(one.chance))
            for one in found.label_errors
        ],
        ("sample", "label", "suggested", "chance"),
    )
    yield from _list(
        "Far from all others",
        [(samples[one.seen.sample].origin, percent(one.score)) for one in found.outliers],
        ("sample", "farther than"),
    )
    yield from _list(
        "Copies, or nearly",
        [
            (", ".join(samples[k].origin for k in one.samples[:4]), ", ".join(one.reasons))
            for one in found.near_duplicates
        ],
        ("samples", "reason"),
    )
    yield from _list(
        "Nodes in which the network errs",
        [
            (f"{one.layer} {one.node}", f"{one.errors} of {one.samples}", percent(one.elsewhere))
            for one in found.failure_groups
        ],
        ("node", "errors", "elsewhere"),
    )


def _expected(found: Findings) -> Iterator[str]:
    one = found.expected
    if one is None:
        yield unjudged_in_words(found.unjudged)
        return
    yield (
        f"About {number(one.number, 2)} of {one.labelled:,} labels may be errors "
        f"({number(one.low, 2)} to {number(one.high, 2)}), judged in {found.layer}."
    )
    if one.is_weak:
        yield "Overlap of the classes cannot be told from label errors in this layer."


def _list(title: str, rows: list[tuple[str, ...]], head: tuple[str, ...]) -> Iterator[str]:
    yield f"\n{title}: {len(rows):,}"
    if rows:
        yield from aligned([head, *rows[:SHOWN]], left=set(range(len(head))))
