"""The chunk of a family holds all that a cut at a published level needs."""

import gzip
import json

import numpy as np
import orjson
import pytest

import cut_fixture
from topopress.bundle.family import NEVER, family_chunk
from topopress.bundle.packing import pack
from topopress.mapper.cut import clusters_at, cut, eps_levels
from topopress.mapper.family import Family, FamilyCover
from topopress.mapper.spanning import follow, spanning_trees
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


def labels_of_chunk(arrays, trees, level):
    """Cut a chunk of one cover as docs/family.md says, interval by interval."""
    further = {}
    columns = (np.cumsum(arrays["further_at"]), arrays["further_peak"], arrays["further_level"])
    for at, peak, begins in zip(*(column.tolist() for column in columns), strict=True):
        if begins <= level:
            further.setdefault(at, []).append(peak)
    found = []
    for k, end in enumerate(np.cumsum(arrays["n_peaks"]).tolist()):
        peaks = slice(end - int(arrays["n_peaks"][k]), end)
        joined = arrays["peak_level"][peaks] <= level
        itself = np.arange(len(joined))
        root = follow(np.where(joined, arrays["peak_parent"][peaks], itself))
        labels, number = [-1] * int(np.diff(trees.offsets)[k]), {}
        memberships = range(trees.offsets[k], trees.offsets[k + 1])
        for place, at in enumerate(memberships):
            if arrays["core"][at] <= level:
                cluster = root[arrays["peak"][at]]
                labels[place] = number.setdefault(cluster, len(number))
        for place, at in enumerate(memberships):
            if arrays["core"][at] - arrays["lead"][at] <= level < arrays["core"][at]:
                touched = [arrays["peak"][at], *further.get(at, ())]
                labels[place] = min(number[root[peak]] for peak in touched)
        found.append(labels)
    return found


@pytest.mark.parametrize("min_samples", [1, 2, 3, 5, 7])
@pytest.mark.parametrize("seed", range(4))
def test_a_chunk_alone_gives_the_labels_at_every_level(min_samples, seed):
    """Among them border rows of three clusters, and peaks whose parent is the first."""
    rng = np.random.default_rng(seed)
    centres = np.array([[0, 0], [0, 6], [5, 3]])[rng.integers(3, size=90)]
    vectors = np.concatenate([centres + rng.integers(-1, 2, (90, 2)), rng.integers(0, 7, (30, 2))])
    intervals = [np.arange(80), np.arange(50, 120)]
    rule = CoreRule("euclidean", min_samples)
    trees = spanning_trees(vectors.astype(np.float32), intervals, rule)
    levels = eps_levels([trees], 40)
    family = Family(
        np.arange(120), np.arange(120.0), min_samples, None, levels, (FamilyCover(2, 0.0, trees),)
    )
    _, arrays = family_chunk("a", family, 120)
    for level, eps in enumerate(levels.tolist()):
        expected = [labels.tolist() for labels in cut(trees, eps)]
        assert labels_of_chunk(arrays, trees, level) == expected
