"""The samples that a network is probed with."""

from collections import Counter
from collections.abc import Sequence

OF_ONE_FORM = 6
OTHERS = 2
"""Further forms at most, each with one sample."""


def example_numbers(forms: Sequence[int]) -> list[int]:
    """Return the numbers of some samples, given the form of each.

    First come the first samples of the commonest form, then one of each of a few other forms.
    """
    (common, _), *_ = Counter(forms).most_common(1)
    first = [number for number, form in enumerate(forms) if form == common][:OF_ONE_FORM]
    others: dict[int, int] = {}
    for number, form in enumerate(forms):
        if form != common:
            others.setdefault(form, number)
    return [*first, *list(others.values())[:OTHERS]]
