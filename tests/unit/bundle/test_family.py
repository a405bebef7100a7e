"""The chunk of a family holds all that a cut at a published level needs."""

import gzip
import json

import numpy as np
import orjson
import pytest

import cut_fixture
from topopress.bundle.family import NEVER, family_chunk
from topopress.bundle.packing import pack
from topopress.mapper.cut import clusters_at, cut
from topopress.mapper.family import Family, FamilyCover
from topopress.mapper.spanning import spanning_trees
from topopress.mapper.types import CoreRule

FAMILIES = cut_fixture.families()


def head(stream: bytes) -> dict:
    data = gzip.decompress(stream)
    return json.loads(data[4 : 4 + int.from_bytes(data[:4], "little")])


def test_the_committed_fixture_is_what_is_built():
    fresh = orjson.loads(orjson.dumps(cut_fixture.document()))
    committed = orjson.loads(cut_fixture.FILE.read_bytes())
    assert fresh.keys() == committed.keys()
    for name, family in fresh.items():
        assert family["graphs"] == committed[name]["graphs"], "run python tests/cut_fixture.py"


@pytest.mark.parametrize("name", FAMILIES)
def test_header_and_lengths(name):
    family, n_rows = FAMILIES[name]
    header, arrays = family_chunk(name, family, n_rows)
    assert header.n_rows == n_rows
    assert header.levels == family.levels.tolist()
    assert (header.own is None) == (family.own_eps is None)
    if header.own is not None:
        assert header.levels[header.own] == family.own_eps
    for key in ("memberships", "peaks", "further"):
        total = sum(getattr(cover, key) for cover in header.covers)
        longest = {"memberships": "core", "peaks": "peak_level", "further": "further_at"}[key]
        assert len(arrays[longest]) == total
    assert len(arrays["borders"]) == len(family.covers) * len(family.levels)
    assert head(pack(header, arrays))["header"]["covers"]


@pytest.mark.parametrize("name", FAMILIES)
def test_levels_say_who_is_core_and_border_at_each_of_them(name):
    family, n_rows = FAMILIES[name]
    _, arrays = family_chunk(name, family, n_rows)
    trees = family.covers[0].trees
    core = arrays["core"][: len(trees.rows)]
    first = core - arrays["lead"][: len(trees.rows)]
    borders = arrays["borders"].reshape(len(family.covers), -1)
    several = arrays["ambiguous"].reshape(len(family.covers), -1)
    for level, eps in enumerate(family.levels.tolist()):
        np.testing.assert_array_equal(core <= level, trees.core <= eps)
        clustered = np.concatenate(cut(trees, eps)) >= 0
        np.testing.assert_array_equal(first <= level, clustered)
        assert (borders[0, level], several[0, level]) == clusters_at(trees, eps).count_borders()


def family_of(trees, levels) -> Family:
    lens = np.arange(len(trees.rows), dtype=float)
    return Family(trees.rows, lens, 2, None, np.array(levels), (FamilyCover(1, 0.0, trees),))


def test_too_many_levels_are_refused():
    trees = spanning_trees(np.zeros((2, 1), np.float32), [np.arange(2)], CoreRule("euclidean", 5))
    with pytest.raises(ValueError, match="at most 255"):
        family_chunk("a", family_of(trees, np.arange(1, NEVER + 2.0)), 2)


def test_intervals_that_are_no_stretch_of_the_lens_are_refused():
    vectors = np.zeros((4, 1), np.float32)
    trees = spanning_trees(vectors, [np.array([0, 2]), np.array([1, 3])], CoreRule("euclidean", 5))
    family = Family(
        np.arange(4), np.arange(4.0), 2, None, np.array([1.0]), (FamilyCover(2, 0.0, trees),)
    )
    with pytest.raises(ValueError, match="along the lens"):
        family_chunk("a", family, 4)
