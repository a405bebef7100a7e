"""Findings as JSON and CSV, to take back to the data."""

import csv
import io
from collections.abc import Iterator, Sequence
from typing import Any

from topopress.diagnosis.types import FailureGroup, Findings, Seen
from topopress.samples.types import Sample

COLUMNS = (
    "list", "place", "group", "id", "origin", "label", "suggested", "score", "chance", "reason",
    "layer", "node",
)  # fmt: skip
"""Columns of the CSV file."""


def document(found: Findings, samples: Sequence[Sample]) -> dict[str, Any]:
    """Return the findings as a JSON document, each list most suspicious first."""
    return {
        "label_errors": [
            {
                **_sample(one.seen, samples, found.layer),
                "label": one.label,
                "suggested": one.suggested,
                "score": one.score,
                "chance": one.chance,
            }
            for one in found.label_errors
        ],
        "outliers": [
            {**_sample(one.seen, samples, found.layer), "score": one.score}
            for one in found.outliers
        ],
        "near_duplicates": [
            {
                "samples": [_named(samples[k]) for k in group.samples],
                "reasons": list(group.reasons),
                "chance": group.chance,
                "splits": list(group.splits),
            }
            for group in found.near_duplicates
        ],
        "failure_groups": [_failure(one, samples) for one in found.failure_groups],
        "expected": _expected(found),
    }


def table(found: Findings, samples: Sequence[Sample]) -> bytes:
    """Return the findings as CSV in UTF-8, one sample a line, with CRLF as RFC 4180 has it."""
    written = io.StringIO()
    writer = csv.DictWriter(written, COLUMNS, restval="")
    writer.writeheader()
    writer.writerows(_lines(found, samples))
    return written.getvalue().encode()


def _lines(found: Findings, samples: Sequence[Sample]) -> Iterator[dict[str, Any]]:
    for name in ("label_errors", "outliers"):
        of_list = document(found, samples)[name]
        for place, entry in enumerate(of_list, start=1):
            nodes = " ".join(entry.pop("nodes"))
            entry.pop("neighbours")
            yield {"list": name, "place": place, **entry, "node": nodes}
    for place, group in enumerate(found.near_duplicates, start=1):
        for sample in group.samples:
            yield {
                "list": "near_duplicates",
                "place": place,
                "group": place,
                **_named(samples[sample]),
                "chance": "" if group.chance is None else group.chance,
                "reason": ", ".join(group.reasons),
                "layer": found.layer,
            }
    for place, one in enumerate(found.failure_groups, start=1):
        for sample in one.examples:
            named = _named(samples[sample])
            where = {"layer": one.layer, "node": one.node, "group": place}
            yield {"list": "failure_groups", "place": place, **named, **where}


def _named(sample: Sample) -> dict[str, Any]:
    return {"id": sample.id, "origin": sample.origin, "label": sample.label}


def _sample(seen: Seen, samples: Sequence[Sample], layer: str) -> dict[str, Any]:
    return {
        **_named(samples[seen.sample]),
        "layer": layer,
        "nodes": list(seen.nodes),
        "neighbours": [_named(samples[k]) for k in seen.near],
    }


def _failure(one: FailureGroup, samples: Sequence[Sample]) -> dict[str, Any]:
    return {
        "layer": one.layer,
        "node": one.node,
        "samples": one.samples,
        "errors": one.errors,
        "rate": round(one.errors / one.samples, 4),
        "interval": [one.low, one.high],
        "elsewhere": one.elsewhere,
        "mistaken": [
            {"label": each.label, "predicted": each.predicted, "count": each.count}
            for each in one.mistaken
        ],
        "examples": [_named(samples[k]) for k in one.examples],
    }


def _expected(found: Findings) -> dict[str, Any]:
    one = found.expected
    if one is None:
        return {"layer": None, "why_not": found.unjudged}
    return {
        "layer": found.layer,
        "labelled": one.labelled,
        "number": one.number,
        "interval": [one.low, one.high],
        "weak": one.is_weak,
        "layers": [
            {"layer": each.layer, "error": each.error, "weak": each.is_weak} for each in one.layers
        ],
    }
