"""A CSV or JSONL file that lists picture files, their labels and further columns."""

import csv
import json
import math
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath

from topopress.core.errors import DataError, suggestion
from topopress.kinds.images.files import Candidate, Candidates, PictureFiles
from topopress.kinds.images.settings import ImageList
from topopress.samples.labels import clash_key, clean_label, clean_text, is_plain, shown
from topopress.samples.types import SkippedInput

_MAX_BYTES = 256 << 20
_REQUIRED = "path"


class ListedPictures(PictureFiles):
    """The picture files that a list names; paths are relative to it."""

    def __init__(self, settings: ImageList, base: Path) -> None:
        self._file, self._name = (base / settings.file).resolve(), settings.file
        super().__init__(self._file.parent, f"data.file: {self._name!r}", settings.max_broken)

    def candidates(self, seed: int | None) -> Candidates:
        """Return the listed pictures in order of path.

        Absolute paths, paths that leave the list's folder, and second mentions are refused.

        Raises:
            DataError: The list is missing, empty, malformed, or has no column ``path``.
        """
        found: dict[str, Candidate] = {}
        refused: list[SkippedInput] = []
        for line, row in self._rows():
            candidate = _candidate(row, f"{self._name}, line {line}")
            reason = _refusal(candidate.origin, found)
            if reason:
                refused.append(SkippedInput(shown(candidate.origin), f"line {line}: {reason}"))
            else:
                found[clash_key(candidate.origin)] = candidate
        if not found and not refused:
            raise DataError(f"data.file: {self._name!r} lists no picture")
        return sorted(found.values(), key=lambda c: c.origin), refused

    def _rows(self) -> Iterator[tuple[int, Mapping[str, object]]]:
        text, suffix = _read(self._file, self._name), self._file.suffix.lower()
        if suffix == ".csv":
            return _csv_rows(text, self._name)
        if suffix == ".jsonl":
            return _jsonl_rows(text, self._name)
        raise DataError(f"data.file: {self._name!r} ends in neither .csv nor .jsonl")


def _read(file: Path, name: str) -> str:
    try:
        if file.stat().st_size > _MAX_BYTES:
            raise DataError(f"data.file: {name!r} is larger than {_MAX_BYTES:,} bytes")
        return file.read_text("utf-8-sig")
    except OSError as error:
        raise DataError(
            f"data.file: cannot read {name!r} ({error.strerror}); the path is relative to the "
            "exploration.toml"
        ) from error
    except UnicodeDecodeError as error:
        raise DataError(f"data.file: {name!r} is not UTF-8 text ({error.reason})") from error


def _csv_rows(text: str, name: str) -> Iterator[tuple[int, Mapping[str, object]]]:
    reader = csv.DictReader(text.splitlines(keepends=True), strict=True)
    try:
        _require_path(list(reader.fieldnames or ()), f"data.file: {name!r}")
        for row in reader:
            if None in row or None in row.values():
                raise DataError(
                    f"data.file: {name!r}, line {reader.line_num} does not have the "
                    f"{len(reader.fieldnames or ())} columns of the header"
                )
            yield reader.line_num, {key: _number_or_text(v) for key, v in row.items()}
    except csv.Error as error:
        raise DataError(f"data.file: {name!r}, line {reader.line_num}: {error}") from error


def _jsonl_rows(text: str, name: str) -> Iterator[tuple[int, Mapping[str, object]]]:
    for line, content in enumerate(text.split("\n"), start=1):
        if not content.strip():
            continue
        where = f"data.file: {name!r}, line {line}"
        try:
            row = json.loads(content)
        except (ValueError, RecursionError) as error:
            raise DataError(f"{where}: not JSON ({error})") from error
        if not isinstance(row, dict):
            raise DataError(f"{where}: expected an object with a key {_REQUIRED!r}")
        _require_path(list(row), where)
        yield line, row


def _require_path(columns: list[str], where: str) -> None:
    if _REQUIRED not in columns:
        listed = ", ".join(map(repr, columns)) or "none"
        raise DataError(
            f"{where} has no column {_REQUIRED!r}{suggestion(_REQUIRED, columns)} "
            f"(columns: {listed})"
        )


def _number_or_text(text: str) -> str | float:
    try:
        number = float(text)
    except ValueError:
        return text
    return number if math.isfinite(number) and "_" not in text else text


def _candidate(row: Mapping[str, object], where: str) -> Candidate:
    path, label = row[_REQUIRED], row.get("label")
    if not isinstance(path, str | float) or not isinstance(label, str | int | float | None):
        raise DataError(f"data.file: {where}: path and label must be texts")
    metadata = {
        clean_text(key): _value(value, where)
        for key, value in row.items()
        if key not in (_REQUIRED, "label") and value is not None
    }
    shown_label = f"{label:g}" if isinstance(label, float) else label
    text = None if shown_label is None else clean_label(str(shown_label))
    return Candidate(str(path), text, metadata)


def _value(value: object, where: str) -> str | float:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float) and math.isfinite(value):
        return float(value)
    if isinstance(value, str):
        return clean_text(value)
    raise DataError(f"data.file: {where}: {value!r:.60} is neither a text nor a number")


def _refusal(origin: str, found: Mapping[str, Candidate]) -> str:
    path = PurePosixPath(origin)
    if not origin or not is_plain(origin):
        return "its name is empty or has characters that cannot be shown"
    if path.is_absolute() or ".." in path.parts or "\\" in origin or ":" in path.parts[0]:
        return "leads out of the list's folder"
    if clash_key(origin) in found:
        return "listed twice"
    return ""
