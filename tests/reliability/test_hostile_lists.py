"""Each row of a hostile list is used or skipped by name, or one error names the file and the line.

Nothing else comes of a list, least of all a traceback or a row that is passed over.
"""

import pytest

from reliability.hostile_lists import PICTURES, HostileList, mutated_lists, named_lists
from small_pictures import fill
from topopress.core.errors import TopopressError
from topopress.kinds.images.listing import REQUIRED
from topopress.kinds.images.reading import inputs_digest, open_pictures
from topopress.kinds.images.settings import ImageList
from topopress.samples.labels import is_plain
from topopress.samples.tables.entries import read_entries

NAMED = {each.name: each for each in named_lists()}


@pytest.fixture(scope="module")
def base(tmp_path_factory):
    return fill(tmp_path_factory.mktemp("lists"), PICTURES)


def look(base, hostile: HostileList):
    """Return the survey of a list; the digest, which a build takes first, must say the same."""
    file = base / f"list.{hostile.suffix}"
    file.write_bytes(hostile.content)
    settings = ImageList(kind="list", file=file.name, max_broken=1.0)
    try:
        inputs_digest(settings, base=base)
    except TopopressError as error:
        with pytest.raises(type(error)):
            open_pictures(settings, base=base).survey(seed=0)
        raise
    return open_pictures(settings, base=base).survey(seed=0)


def assert_accounted(table, rows: int):
    assert table.found.total == rows == len(table.samples) + len(table.skipped)
    for skip in table.skipped:
        assert skip.reason
        assert is_plain(skip.origin + skip.reason)
    for sample in table.samples:
        assert sample.label is None or is_plain(sample.label)


def test_there_are_enough_lists():
    assert len(NAMED) == len(named_lists()) >= 100


@pytest.mark.parametrize("name", [name for name, each in NAMED.items() if each.rows is not None])
def test_every_row_is_used_or_named(base, name):
    hostile = NAMED[name]
    assert_accounted(look(base, hostile), hostile.rows)


@pytest.mark.parametrize("name", [name for name, each in NAMED.items() if each.rows is None])
def test_one_error_names_the_file_and_the_line(base, name):
    hostile = NAMED[name]
    with pytest.raises(TopopressError) as caught:
        look(base, hostile)
    said = str(caught.value)
    assert f"list.{hostile.suffix}" in said
    assert "\n" not in said
    assert len(said) < 400
    assert hostile.line is None or f"line {hostile.line}" in said


@pytest.mark.parametrize("hostile", mutated_lists(200), ids=lambda each: each.name)
def test_a_damaged_list_is_read_or_refused(base, hostile):
    try:
        table = look(base, hostile)
    except TopopressError as error:
        assert f"list.{hostile.suffix}" in str(error)
        assert is_plain(str(error))
        return
    entries = read_entries(base / f"list.{hostile.suffix}", "list", REQUIRED)
    assert_accounted(table, len(entries))
