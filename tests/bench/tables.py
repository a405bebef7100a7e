"""Markdown tables, and a figure with its range."""

from collections.abc import Iterable, Sequence
from statistics import median


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a Markdown table; every column after the first is set to the right."""
    rule = ["---", *["---:"] * (len(header) - 1)]
    return "\n".join("| " + " | ".join(cells) + " |" for cells in (header, rule, *rows))


def spread(values: Iterable[float], form: str = ",.0f") -> str:
    """Return the median, and the range where the values differ as far as they are shown."""
    ordered = sorted(values)
    middle, low, high = (format(v, form) for v in (median(ordered), ordered[0], ordered[-1]))
    return middle if low == high else f"{middle} ({low}–{high})"
