"""Files of graphs that are damaged, mistaken or hostile, with what must come of each.

Each is read, or gives exactly one DataError that names the file. ``named_graphs`` are those whose
result is known; ``hostile_graphs`` adds good files of every format in which bytes were changed,
which end early, or in which one value is of a wrong type or very large.
"""

import copy
import json
import pickle
import random
from collections.abc import Iterator
from dataclasses import dataclass

KEPLER = {
    "nodes": {"cube0_cluster0": [0, 1, 2], "cube1_cluster0": [2, 3], "cube2_cluster0": [4, 5]},
    "links": {"cube0_cluster0": ["cube1_cluster0"]},
    "simplices": [["cube0_cluster0"], ["cube0_cluster0", "cube1_cluster0"]],
    "meta_data": {"projection": "l2norm", "n_cubes": 3, "perc_overlap": 0.3},
    "meta_nodes": {},
}
NODE_LINK = {
    "directed": False,
    "multigraph": False,
    "graph": {"n_rows": 7, "said": {"lens": "l2_norm"}},
    "nodes": [
        {"id": 0, "ids": [0, 1, 2], "size": 3},
        {"id": 1, "ids": [2, 3], "size": 2},
    ],
    "links": [{"source": 0, "target": 1, "weight": 1}],
}
GIOTTO = {
    "directed": False,
    "graph": {},
    "nodes": [
        {"id": 0, "pullback_set_label": 0, "partial_cluster_label": 0, "node_elements": [0, 1]},
        {"id": 1, "pullback_set_label": 1, "partial_cluster_label": 0, "node_elements": [1, 2]},
    ],
    "edges": [{"source": 0, "target": 1, "weight": 1}],
}
TOPOACT = {
    "directed": False,
    "nodes": [
        {"membership": [5, 7], "id": "cube0_cluster0", "top_classes": ["a"], "l2NormAvg": 1.5},
        {"membership": [7], "id": "cube1_cluster0", "top_classes": ["b"], "l2NormAvg": 2.5},
    ],
    "links": [{"source": "cube0_cluster0", "target": "cube1_cluster0", "intersection": 1}],
}
INTERACTIVE = {
    "nodes": {"node00": {"vertices": [0, 1], "avgs": {"lens": 0.5}}, "node10": {"vertices": [1]}},
    "edges": {"node00": ["node10"]},
    "categorical_cols": [],
}
OWN = {
    "format": "topopress-graph",
    "version": 1,
    "n_rows": 4,
    "nodes": [
        {"name": "i0c0", "members": [0, 1], "interval": 0, "values": {"mean": 0.5}},
        {"name": "i1c0", "members": [1, 2], "interval": 1},
    ],
    "edges": [{"source": "i0c0", "target": "i1c0", "values": {"weight": 2.0}}],
    "row_names": ["a", "b", "c", "d"],
    "lens": [0.0, 0.5, None, 2.0],
    "said": {"lens": "l2_norm"},
}
GOOD = {
    "kepler": KEPLER,
    "node-link": NODE_LINK,
    "giotto": GIOTTO,
    "topoact": TOPOACT,
    "interactive": INTERACTIVE,
    "own": OWN,
}
STRANGE = (
    None, True, False, -1, 0.5, 10**9, 10**40, 1e308, "", "x", "0", "\x07", "\ud800", "<b>&amp;",
    "z" * 5000, [], [[]], [None], {}, {"x": {}}, [0, 0], [True], ["a"], [-5], [1e9],
)  # fmt: skip


@dataclass(frozen=True)
class HostileGraph:
    """A file, and a piece of the one error that it gives; None where it may be read as well."""

    name: str
    content: bytes
    says: str | None = None


def hostile_graphs(n: int) -> list[HostileGraph]:
    """Return so many files: the named ones, and as many of each other kind as are needed."""
    rng = random.Random(0)
    made = named_graphs()
    makers = (_mutated, _cut, _replaced, _replaced, _removed)
    while len(made) < n:
        maker = makers[len(made) % len(makers)]
        name = rng.choice(sorted(GOOD))
        made.append(HostileGraph(f"{maker.__name__[1:]} {len(made)} {name}", maker(rng, name)))
    return made[:n]


def _mutated(rng: random.Random, name: str) -> bytes:
    content = bytearray(json.dumps(GOOD[name]).encode())
    for _ in range(rng.choice((1, 1, 3, 10))):
        place = rng.randrange(len(content))
        pieces = (rng.randbytes(2), b'"', b",", b"\0", b"{", b"]", b"9", b"-", b"\xc3", b"e9", b"")
        content[place : place + rng.randrange(4)] = rng.choice(pieces)
    return bytes(content)


def _cut(rng: random.Random, name: str) -> bytes:
    content = json.dumps(GOOD[name]).encode()
    return content[: rng.randrange(len(content))]


def _replaced(rng: random.Random, name: str) -> bytes:
    """Put a strange value in a place of the document."""
    document = copy.deepcopy(GOOD[name])
    holder, key = rng.choice(list(_places(document)))
    holder[key] = rng.choice(STRANGE)
    return json.dumps(document).encode("utf-8", "surrogatepass")


def _removed(rng: random.Random, name: str) -> bytes:
    document = copy.deepcopy(GOOD[name])
    for _ in range(rng.choice((1, 2))):
        holder, key = rng.choice(list(_places(document)))
        del holder[key]
    return json.dumps(document).encode()


def _places(value: object) -> Iterator[tuple[dict | list, str | int]]:
    """Yield all places within a document, as their holder and key."""
    keys = value if isinstance(value, dict) else range(len(value))
    for key in keys:
        yield value, key
        if isinstance(value[key], dict | list):
            yield from _places(value[key])


def named_graphs() -> list[HostileGraph]:
    """Return the files whose result is known."""
    return [*_formats(), *_documents(), *_values()]


def _formats() -> list[HostileGraph]:
    def of(name: str, content: bytes, says: str) -> HostileGraph:
        return HostileGraph(name, content, says)

    good = json.dumps(KEPLER)
    return [
        of("nothing", b"", "is empty"),
        of("spaces", b" \n\t", "is empty"),
        of("a mark", b"\xef\xbb\xbf", "is empty"),
        of("UTF-16", good.encode("utf-16"), "UTF-16"),
        of("UTF-16 without a mark", good.encode("utf-16-be"), "UTF-16"),
        of("UTF-32", good.encode("utf-32"), "UTF-16 or UTF-32"),
        of("Latin-1", b'{"nodes": \n"caf\xe9"}', "line 2: is not UTF-8"),
        of(
            "GraphML",
            b'<?xml version="1.0"?>\n<graphml xmlns="x"/>',
            "is GraphML; export node-link",
        ),
        of("GEXF", b'<?xml version="1.0"?><gexf/>', "is GEXF; export node-link"),
        of("XML", b"<nodes/>", "is XML"),
        of("a page of KeplerMapper", b"<!DOCTYPE html>\n<html></html>", "is an HTML page"),
        of("pickle", pickle.dumps(KEPLER), "is a pickle, which is not read"),
        of("GML", b"graph [\n node [ id 0 ]\n]", "is GML"),
        of("Pajek", b"*Vertices 3\n", "is a file of Pajek"),
        of("DOT", b"strict digraph g {\n a -- b\n}", "is DOT"),
        of("zip", b"PK\x03\x04" + b"\xff" * 100, "is a zip archive"),
        of("gzip", b"\x1f\x8b\x08" + b"\0" * 100, "compressed by gzip"),
        of(
            "npy",
            b"\x93NUMPY\x01\x00" + b"\0" * 100,
            "an array of numpy; name the JSON file of the graph",
        ),
        of("LFS", b"version https://git-lfs.github.com/spec/v1\n", "pointer of git LFS"),
        of("printed", str(KEPLER).encode(), "as Python prints it; export JSON"),
        of("printed by kmapper", b"defaultdict(<class 'list'>, {'a': [1]})", "as Python prints it"),
        of("CSV", b"source,target\n0,1\n", "line 1, column 1: is not JSON"),
        of("adjacency", b'{"directed": false, "adjacency": [[]]}', "is adjacency data of networkx"),
        of("Cytoscape", b'{"data": [], "elements": {"nodes": []}}', "is JSON of Cytoscape"),
        of("JSON Graph Format", b'{"graph": {"nodes": {}}}', "is JSON Graph Format"),
        of(
            "a later version", b'{"format": "topopress-graph", "version": 9}', "must be 1, and is 9"
        ),
    ]


def _documents() -> list[HostileGraph]:
    def of(name: str, text: str, says: str | None) -> HostileGraph:
        return HostileGraph(name, text.encode(), says)

    node = '{"nodes": {"a": [0]}, "links": {}, "x": %s}'
    return [
        of("deep lists", "[" * 200_000 + "]" * 200_000, "nested too deeply"),
        of("deep objects", '{"a":' * 200_000 + "1" + "}" * 200_000, "nested too deeply"),
        of("deep within", node % ("[" * 5000 + "]" * 5000), "nested too deeply"),
        of("a number of digits", node % ("9" * 10_000), "thousands of digits"),
        of("an exponent", node % "1e999999999", None),
        of("NaN", node % "[NaN, Infinity, -Infinity]", None),
        of("two documents", "{}{}", "is not JSON (Extra data)"),
        of("a node twice", '{"nodes": {"a": [0], "a": [1]}, "links": {}}', "key 'a' twice"),
        of("no nodes", '{"nodes": {}, "links": {}}', "has no nodes"),
        of("nodes of a number", '{"nodes": 3, "links": {}}', "nodes must be an object or a list"),
        of("no links", '{"nodes": {"a": [0]}}', "no key 'links'"),
        of("a list", "[1, 2]", "is a list of 2, no graph"),
        of("a text", '"graph"', "no graph"),
        of("null", "null", "is null, no graph"),
        of("directed", '{"directed": true, "nodes": [], "links": []}', "directed must be false"),
        of(
            "many nodes",
            _many_nodes(200_000),
            "has 200,000 nodes, and a graph can have 100,000 at most",
        ),
        of("many edges", _many_edges(1_100_000), "a graph can have 1,000,000 at most"),
        of("many numbers", _many_numbers(3000), "more than 2,000 different numbers of nodes"),
        of("most nodes", _many_nodes(50_000), None),
    ]


def _values() -> list[HostileGraph]:
    def rows(name: str, members: str, says: str | None) -> HostileGraph:
        text = f'{{"nodes": {{"a": [0], "b": {members}}}, "links": {{"a": ["b"]}}}}'
        return HostileGraph(f"rows: {name}", text.encode(), says)

    def edge(name: str, links: str, says: str | None) -> HostileGraph:
        text = f'{{"nodes": {{"a": [0], "b": [0, 1]}}, "links": {links}}}'
        return HostileGraph(f"edges: {name}", text.encode(), says)

    def node(name: str, called: str, says: str | None) -> HostileGraph:
        text = json.dumps({"nodes": {called: [0]}, "links": {}})
        return HostileGraph(f"names: {name}", text.encode(), says)

    return [
        rows("negative", "[1, -1]", "nodes['b'][1] must be a row number from 0"),
        rows("true", "[1, true]", "nodes['b'][1] must be a row number"),
        rows("huge", "[2147483648]", "nodes['b'][0] must be a row number"),
        rows("beyond 64 bits", f"[{2**70}]", "nodes['b'][0] must be a row number"),
        rows("a fraction", "[1, 2.5]", "and is 2.5"),
        rows("NaN", "[NaN]", "and is nan"),
        rows("null", "[null]", "and is null"),
        rows("a list", "[[1]]", "and is a list of 1"),
        rows("twice", "[3, 1, 3]", "nodes['b'][2] is a row that the node lists before"),
        rows("none", "[]", "nodes['b'] is empty"),
        rows("no list", '{"x": 1}', "nodes['b'] has no list of its rows"),
        rows("a number", "7", "nodes['b'] must be a list, and is 7"),
        rows("names and numbers", '["x"]', "is 0, and others of the file are names"),
        rows("texts of numbers", '["1", "2"]', None),
        rows("a text of numbers", '"1 2 3"', None),
        edge("to itself", '{"a": ["a", "b"]}', None),
        edge("twice", '{"a": ["b", "b"], "b": ["a"]}', None),
        edge("unknown", '{"a": ["c"]}', "links['a'][0] has the target 'c', which is no node"),
        edge("from nowhere", '{"zz": ["a"]}', "has the source 'zz', which is no node"),
        edge("of a number", '{"a": [0]}', "has the target 0, which is no node"),
        edge("of true", '{"a": [true]}', "has the target true"),
        edge("no list", '{"a": "b"}', "links['a'] must be a list, and is 'b'"),
        edge("a list of links", '["a", "b"]', "links must be an object, and is a list of 2"),
        node("control", "a\x07", "cannot be shown"),
        node("half a character", "\ud800", "cannot be shown"),
        node("empty", "", "must be a name"),
        node("markup", "<script>", None),
        node("long", "n" * 3000, "is longer than 2,000 characters"),
        HostileGraph(
            "names: a number and its text",
            b'{"nodes": [{"id": 1, "ids": [0]}, {"id": "1", "ids": [1]}], "links": []}',
            "nodes[1] has the name '1' that nodes[0] has",
        ),
        HostileGraph(
            "rows: too few stated",
            b'{"graph": {"n_rows": 2}, "nodes": [{"id": 1, "ids": [5]}], "links": []}',
            "n_rows must be a whole number from 6",
        ),
        HostileGraph(
            "lens: too short",
            json.dumps(OWN | {"lens": [1.0]}).encode(),
            "lens has 1 values for 4 rows",
        ),
        HostileGraph(
            "lens: a text",
            json.dumps(OWN | {"lens": [1.0, "x", 2.0, 3.0]}).encode(),
            "lens[1] must be a number, and is 'x'",
        ),
        HostileGraph(
            "row names: twice",
            json.dumps(OWN | {"row_names": ["a", "a", "b", "c"]}).encode(),
            "row_names[1] is 'a', as an earlier row is",
        ),
    ]  # fmt: skip


def _many_nodes(n: int) -> str:
    return json.dumps({"nodes": {str(k): [k] for k in range(n)}, "links": {}})


def _many_edges(n: int) -> str:
    return json.dumps({"nodes": {"a": [0], "b": [0]}, "links": {"a": ["b"] * n}})


def _many_numbers(n: int) -> str:
    return json.dumps(
        {"nodes": [{"id": 0, "ids": [0]} | {f"x{k}": k for k in range(n)}], "links": []}
    )
