"""A table of samples survives the way to the store and back."""

import pytest
from topopress.samples.records import samples_from_json, samples_to_json

from topopress.core.errors import DataError
from topopress.samples.types import Box, Sample, SampleTable, SkippedInput

TABLE = SampleTable(
    (
        Sample("a", "cat/ä.png", "cat", "00", None, {"year": 3.0, "note": "<b>"}),
        Sample("b", "coffee", None, "11", Box(1, 2, 3, 4)),
    ),
    (SkippedInput("bad.png", "a symbolic link"),),
)


def test_round_trip():
    content = samples_to_json(TABLE)
    assert samples_from_json(content) == TABLE
    assert samples_to_json(samples_from_json(content)) == content


@pytest.mark.parametrize("content", [b"", b"[]", b'{"format": 2}', b'{"format": 1}', b"{"])
def test_other_content_is_refused(content):
    with pytest.raises(DataError, match="sample list"):
        samples_from_json(content)
