"""Lenses that are read off the outputs of a network's head; two of them need labels, too."""

from collections.abc import Callable, Mapping, Sequence

import numpy as np

from topopress.config.lenses import OF_LABELS, LensName, parse_lens
from topopress.core.arrays import Float32, Float64, Int64
from topopress.core.counted import counted
from topopress.core.errors import ConfigError, DataError, suggestion
from topopress.mapper.head import class_logit, confidence, entropy, log_probability
from topopress.network.label_classes import classes_of_labels
from topopress.samples.types import SampleTable

SHOWN = 3
"""Labels that a message names at most."""
_Figure = Callable[[Float32, Int64], Float64]

_FIGURES: Mapping[str, _Figure] = {
    "confidence": lambda outputs, _: confidence(outputs),
    "entropy": lambda outputs, _: entropy(outputs),
    "error": lambda outputs, label: -np.expm1(log_probability(outputs, label)),
    "loss": lambda outputs, label: -log_probability(outputs, label),
    "logit": lambda outputs, asked: class_logit(outputs, int(asked[0])),
    "probability": lambda outputs, asked: np.exp(log_probability(outputs, asked)),
}
"""Each lens of the outputs, given these and the class that the lens asks of each sample."""


def class_lens(
    name: str, samples: SampleTable, classes: tuple[str, ...], outputs: Float32, where: str
) -> Float64:
    """Return a lens of the outputs of a network, shape (n_samples,).

    Args:
        name: A lens for which ``needs_network`` holds.
        samples: At least one sample.
        classes: Names of the outputs, empty where unknown.
        outputs: Shape (n_samples, n_classes), finite; may be memory-mapped.
        where: The file and key of the lens, for messages.

    Raises:
        ConfigError: the lens asks for a class that the network lacks.
        DataError: the lens needs labels, and a sample has none or one that is no class.
    """
    asked = asked_classes(name, samples, classes, outputs.shape[1], where)
    return _FIGURES[parse_lens(name).kind](outputs, asked)


def asked_classes(
    name: str, samples: SampleTable, classes: tuple[str, ...], n_outputs: int, where: str
) -> Int64:
    """Return the class that a lens asks of each sample, shape (n_samples,).

    It is 0 for lenses that ask for none. The arguments and errors are those of ``class_lens``.
    """
    lens = parse_lens(name)
    if lens.kind in OF_LABELS:
        return _labelled_classes(name, samples, classes, where)
    index = _class_index(lens, classes, where) if lens.text else 0
    if index >= n_outputs:
        raise ConfigError(
            f"{where}: the network has no class {index}; its outputs are numbered from 0 to "
            f"{n_outputs - 1}"
        )
    return np.full(len(samples.samples), index, np.int64)


def _class_index(lens: LensName, classes: tuple[str, ...], where: str) -> int:
    """Return the number of the class that a lens names."""
    wanted = lens.text
    places = [k for k, name in enumerate(classes) if name == wanted]
    if len(places) == 1:
        return places[0]
    if len(places) > 1:
        raise ConfigError(
            f"{where}: {len(places)} classes of the network are called {wanted!r}; give the index "
            f"of one instead: {', '.join(f'{lens.kind}:{k}' for k in places)}"
        )
    if wanted.isascii() and wanted.isdigit() and not 0 < len(classes) <= int(wanted):
        return int(wanted)
    hint = suggestion(wanted, classes)
    allowed = f"an index below {len(classes)} or a class's name" if classes else "an index"
    raise ConfigError(f"{where}: the network has no class {wanted!r}{hint} (allowed: {allowed})")


def _labelled_classes(
    name: str, samples: SampleTable, classes: tuple[str, ...], where: str
) -> Int64:
    """Return the class of each sample's label."""
    without = np.flatnonzero(samples.label < 0)
    if len(without):
        raise DataError(
            f"{where}: the lens {name!r} compares what the network says with the label, and "
            f"{len(without):,} of {counted(len(samples.samples), 'sample has', 'samples have')} "
            f"none, first {samples.samples[without[0]].origin!r}; label them, leave them out, or "
            "use a lens without labels, such as 'entropy'"
        )
    found = classes_of_labels(samples.labels, classes)
    if unknown := [label for label in samples.labels if len(found[label]) != 1]:
        raise DataError(
            f"{where}: the lens {name!r} needs labels that are names of classes of the network; "
            f"{_listed(unknown, found, classes)}; network.classes names the outputs, or use a lens "
            "without labels, such as 'entropy'"
        )
    return np.array([found[label][0] for label in samples.labels])[samples.label]


def _listed(
    unknown: Sequence[str], found: Mapping[str, tuple[int, ...]], classes: Sequence[str]
) -> str:
    said = [
        f"{label!r} is the name of {len(found[label])} of them"
        if found[label]
        else f"{label!r} is none{suggestion(label, classes)}"
        for label in unknown[:SHOWN]
    ]
    more = f", and {len(unknown) - SHOWN:,} more labels" if len(unknown) > SHOWN else ""
    return f"{', '.join(said)}{more}"
