"""The labels of the pictures in a .npz file, as texts."""

from collections.abc import Mapping, Sequence
from typing import Any

from numpy.typing import NDArray

from topopress.core.errors import DataError

Labels = tuple[list[str | None], list[str]]


def labels_of(arrays: Mapping[str, NDArray[Any]], unread: Sequence[str], where: str) -> Labels:
    """Return the label of each picture as it is written, and what an author should know.

    ``unread`` are the names of arrays that are not read.

    Raises:
        DataError: The labels are not one text or integer for each picture, or have no names.
    """
    n_samples, labels = len(arrays["images"]), arrays.get("labels")
    if labels is None:
        others = [*unread, *(["names"] if "names" in arrays else [])]
        said = f"there are no labels; 'labels' is missing beside {', '.join(map(repr, others))}"
        return [None] * n_samples, [f"{said:.200}"] if others else []
    notices = []
    if labels.shape == (n_samples, 1):
        notices.append(f"'labels' {labels.shape} is read as one label for each picture")
        labels = labels[:, 0]
    if labels.shape != (n_samples,):
        raise DataError(f"{where}: 'labels' is {labels.shape}; expected ({n_samples},)")
    if labels.dtype.kind in "US":
        return list(_texts("labels", labels, where)), notices
    if labels.dtype.kind not in "iu":
        raise DataError(
            f"{where}: 'labels' is {labels.dtype}; expected integers or texts, such as "
            "labels.astype(int) or labels.astype(str)"
        )
    names = arrays.get("names")
    return list(_numbered(labels, names, where)), notices


def _numbered(labels: NDArray[Any], names: NDArray[Any] | None, where: str) -> list[str]:
    if names is None:
        return [str(label) for label in labels]
    flat = names.ndim == 1 and names.dtype.kind in "US"
    if not flat or labels.min() < 0 or labels.max() >= len(names):
        raise DataError(
            f"{where}: 'names' must be texts, one for each of the labels "
            f"{labels.min()} to {labels.max()}; it is {names.dtype} and has {names.size}"
        )
    texts = _texts("names", names, where)
    return [texts[label] for label in labels]


def _texts(key: str, array: NDArray[Any], where: str) -> list[str]:
    if array.dtype.kind == "U":
        return [str(text) for text in array]
    try:
        return [bytes(text).decode() for text in array]
    except UnicodeDecodeError as error:
        place = next(k for k, text in enumerate(array) if not _is_utf8(bytes(text)))
        raise DataError(f"{where}: {key}[{place}] is not UTF-8 text; save texts as str") from error


def _is_utf8(text: bytes) -> bool:
    try:
        text.decode()
    except UnicodeDecodeError:
        return False
    return True
