"""A hostile file of a graph is read, or gives one error that names the file and the place.

All 500 files are read by ``python -m reliability.test_hostile_graphs``; the suite reads those
whose result is known and every fifth of the others.
"""

import json
import time

import numpy as np
import pytest

from reliability.hostile_graphs import GOOD, HostileGraph, hostile_graphs, named_graphs
from topopress.core.errors import DataError
from topopress.exchange.read import read_graph
from topopress.exchange.types import GivenGraph

NAMED = {each.name: each for each in named_graphs()}
OTHERS = hostile_graphs(500)[len(NAMED) :]
LONGEST = 20
"""Seconds that a file may take; the largest has some tens of megabytes."""


def assert_graph(graph: GivenGraph) -> None:
    """Check what other parts may rely on."""
    assert len(set(graph.nodes)) == graph.n_nodes > 0
    assert graph.member_offsets[-1] == len(graph.members)
    assert graph.member_offsets.dtype == np.int64
    assert graph.members.dtype == graph.edges.dtype == graph.interval.dtype == np.int32
    for node in range(min(graph.n_nodes, 100)):
        members = graph.members_of(node)
        assert len(members)
        assert (np.diff(members) > 0).all()
    assert graph.members.min() >= 0
    assert graph.members.max() < graph.n_rows
    assert (graph.edges[:, 0] < graph.edges[:, 1]).all()
    assert len(np.unique(graph.edges, axis=0)) == graph.n_edges
    assert len(graph.interval) in (0, graph.n_nodes)
    assert len(graph.lens) in (0, graph.n_rows)
    assert len(graph.row_names) in (0, graph.n_rows)
    assert {len(each) for each in graph.node_values.values()} <= {graph.n_nodes}
    assert {len(each) for each in graph.edge_values.values()} <= {graph.n_edges}
    texts = (*graph.nodes, *graph.row_names, *graph.said, *map(str, graph.said.values()))
    "".join(texts).encode()


def outcome(hostile: HostileGraph) -> str:
    """Return the error that a file gives, or nothing where it is read."""
    started = time.monotonic()
    try:
        assert_graph(read_graph(hostile.content, "graph.json"))
        said = ""
    except DataError as error:
        said = str(error)
        assert said.startswith("graph.json")
        assert said.isprintable()
        assert len(said) < 500
    assert time.monotonic() - started < LONGEST
    return said


@pytest.mark.parametrize("name", NAMED)
def test_a_known_file_is_read_or_gives_its_error(name):
    said = outcome(NAMED[name])
    assert (NAMED[name].says or "") in said
    assert bool(said) == (NAMED[name].says is not None)


@pytest.mark.parametrize("hostile", OTHERS[::5], ids=lambda each: each.name)
def test_a_damaged_file_is_read_or_refused(hostile):
    outcome(hostile)


def test_there_are_enough_files_and_the_good_ones_are_read():
    assert len(NAMED) == len(named_graphs()) >= 70
    for good in GOOD.values():
        assert outcome(HostileGraph("good", json.dumps(good).encode())) == ""


if __name__ == "__main__":
    found = [outcome(each) for each in hostile_graphs(500)]
    refused = sum(map(bool, found))
    print(f"{len(found)} files: {len(found) - refused} read, {refused} refused")
