"""The list of samples as bytes, for the store."""

from typing import Any

import orjson

from topopress.core.errors import DataError
from topopress.samples.types import Box, ImageSample, SampleTable, SkippedInput

_FORMAT = 1


def samples_to_json(table: SampleTable) -> bytes:
    """Return the table as JSON; equal tables give equal bytes."""
    content = {
        "format": _FORMAT,
        "samples": [_sample_to_record(sample) for sample in table.samples],
        "skipped": [{"origin": s.origin, "reason": s.reason} for s in table.skipped],
    }
    return orjson.dumps(content, option=orjson.OPT_SORT_KEYS)


def samples_from_json(content: bytes) -> SampleTable:
    """Return the table that ``samples_to_json`` wrote.

    Raises:
        DataError: The bytes are of another format.
    """
    try:
        record = orjson.loads(content)
        if record["format"] != _FORMAT:
            raise DataError(f"a sample list of format {record['format']}, not {_FORMAT}")
        return SampleTable(
            tuple(_sample_from_record(sample) for sample in record["samples"]),
            tuple(SkippedInput(s["origin"], s["reason"]) for s in record["skipped"]),
        )
    except (ValueError, KeyError, TypeError) as error:
        raise DataError(f"not a sample list ({error!r}); run `topopress clean`") from error


def _sample_to_record(sample: ImageSample) -> dict[str, Any]:
    box = sample.box
    return {
        "id": sample.id,
        "origin": sample.origin,
        "label": sample.label,
        "digest": sample.digest,
        "box": [box.top, box.left, box.bottom, box.right] if box else None,
        "metadata": dict(sample.metadata),
    }


def _sample_from_record(record: dict[str, Any]) -> ImageSample:
    return ImageSample(
        id=record["id"],
        origin=record["origin"],
        label=record["label"],
        digest=record["digest"],
        box=Box(*record["box"]) if record["box"] else None,
        metadata=record["metadata"],
    )
