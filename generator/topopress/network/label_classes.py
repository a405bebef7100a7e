"""Labels of samples and classes of a network that have the same name."""

from collections import defaultdict
from collections.abc import Iterable, Sequence


def plain_name(name: str) -> str:
    """Return a name without what labels and classes are compared without: case, underscores."""
    return name.replace("_", " ").casefold()


def classes_of_labels(labels: Iterable[str], classes: Sequence[str]) -> dict[str, tuple[int, ...]]:
    """Return the numbers of the outputs that have the name of each label; none, one or several."""
    numbers: dict[str, list[int]] = defaultdict(list)
    for number, name in enumerate(classes):
        numbers[plain_name(name)].append(number)
    return {label: tuple(numbers.get(plain_name(label), ())) for label in labels}
