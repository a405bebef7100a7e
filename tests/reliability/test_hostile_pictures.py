"""A hostile picture is decoded, or refused for a reason that one line says; nothing else.

`python tests/reliability/run.py pictures` decodes all 3,024.
"""

import os
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from reliability.hostile_pictures import HostilePicture, pictures, write_special
from topopress.kinds.images.decoder_process import read_checked
from topopress.kinds.images.decoding import MAX_PIXELS, UnreadablePicture, read_picture
from topopress.kinds.images.reading import inputs_digest, open_pictures
from topopress.kinds.images.settings import ImageFolder
from topopress.samples.labels import is_plain, shown

MOST_SECONDS = 20
SAMPLE = list(pictures(110))


@dataclass
class Outcomes:
    """How many were decoded and refused, and what took longest."""

    counts: Counter[str] = field(default_factory=Counter)
    longest: tuple[float, str] = (0.0, "")


def look_at(folder: Path, hostile: HostilePicture, outcomes: Outcomes) -> None:
    """Decode a picture as a build does: first in the other process, then in this one."""
    file, begun = folder / hostile.name, time.monotonic()
    file.write_bytes(hostile.content)
    try:
        digest = read_checked(file, 3)
    except UnreadablePicture as error:
        outcomes.counts["refused"] += 1
        assert not hostile.fits, (hostile.name, str(error))
        assert 0 < len(str(error)) < 300, hostile.name
        assert is_plain(shown(str(error))), hostile.name
        assert "crashes" not in str(error), hostile.name
        with pytest.raises(UnreadablePicture):
            read_picture(file)
    else:
        outcomes.counts["decoded"] += 1
        assert hostile.fits is not False, hostile.name
        again, pixels = read_picture(file)
        assert again == digest, hostile.name
        assert pixels.ndim == 3, hostile.name
        assert pixels.shape[0] * pixels.shape[1] <= MAX_PIXELS, hostile.name
    outcomes.longest = max(outcomes.longest, (time.monotonic() - begun, hostile.name))
    file.unlink()


def survey(folder: Path, hostile: list[HostilePicture], special: int) -> tuple[int, int]:
    """Write all into one folder of a class, and return how many are used and skipped."""
    place = folder / "pictures" / "all"
    place.mkdir(parents=True)
    for each in hostile:
        (place / each.name).write_bytes(each.content)
    total = len(hostile) + (write_special(place) if special else 0)
    settings = ImageFolder(kind="images", folder="pictures", max_broken=1.0)
    assert inputs_digest(settings, base=folder)
    found = open_pictures(settings, base=folder).survey(seed=0)
    assert found.found.total == total
    assert total == len(found.samples) + len(found.skipped)
    for skip in found.skipped:
        assert is_plain(skip.origin + skip.reason), skip
    return len(found.samples), len(found.skipped)


def test_each_is_decoded_or_refused(tmp_path):
    outcomes = Outcomes()
    for hostile in SAMPLE:
        look_at(tmp_path, hostile, outcomes)
    assert outcomes.longest[0] < MOST_SECONDS
    assert min(outcomes.counts["refused"], outcomes.counts["decoded"]) > 30


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such files")
def test_a_folder_of_them_is_accounted_for(tmp_path):
    used, skipped = survey(tmp_path, SAMPLE[:60], special=True)
    assert used > 10
    assert skipped > 20
