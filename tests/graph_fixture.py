"""Small explorations of a graph that another tool has made: a fork of four cover elements."""

import json
from pathlib import Path

import numpy as np

from array_fixture import write_table

N = 60
ESSAY = "There are {{ samples }} rows in {{ graph.nodes }} nodes.\n\n::: explorer\n"
MEMBERS = {
    "cube0_cluster0": range(20),
    "cube1_cluster0": range(15, 30),
    "cube1_cluster1": range(30, 40),
    "cube2_cluster0": range(25, 45),
    "cube3_cluster0": range(40, 58),
}
"""Rows of each node; rows 58 and 59 are in no node."""
LINKS = {"cube0_cluster0": ["cube1_cluster0"], "cube1_cluster0": ["cube2_cluster0"],
         "cube1_cluster1": ["cube2_cluster0"], "cube2_cluster0": ["cube3_cluster0"]}  # fmt: skip


def kepler(**changes: object) -> dict[str, object]:
    """Return KeplerMapper's dictionary of the graph."""
    said = {"projection": "l2norm", "n_cubes": 4, "perc_overlap": 0.3, "clusterer": "DBSCAN()"}
    nodes = {name: list(rows) for name, rows in MEMBERS.items()}
    return {"nodes": nodes, "links": LINKS, "meta_data": said, **changes}


def node_link(lens: bool = True) -> dict[str, object]:
    """Return node-link data of the graph with a lens and a number of each node; no elements."""
    said = {"lens": [k / 10 for k in range(N)], "said": {"lens": "age"}} if lens else {}
    names = list(MEMBERS)
    return {
        "directed": False,
        "multigraph": False,
        "graph": {"n_rows": N, **said},
        "nodes": [
            {"id": f"n{k}", "members": list(rows), "score": k / 4}
            for k, rows in enumerate(MEMBERS.values())
        ],
        "links": [
            {"source": f"n{names.index(one)}", "target": f"n{names.index(other)}"}
            for one, others in LINKS.items()
            for other in others
        ],
    }


def described() -> dict[str, list[str]]:
    """Return the columns of a table of the rows."""
    return {
        "id": [f"p{k:02d}" for k in range(N)],
        "label": ["sick" if k < 30 else "well" for k in range(N)],
        "side": [("left", "right")[k % 2] for k in range(N)],
    }


def vectors() -> np.ndarray:
    """Return vectors of the rows, shape (60, 3), float32."""
    rng = np.random.default_rng(0)
    return (np.linspace(0, 4, N)[:, None] + rng.normal(0, 0.1, (N, 3)) + 1).astype(np.float32)


def write_graph(root: Path, graph: object = None, data: str = "", more: str = "") -> Path:
    """Write a project with one exploration of a graph; return the folder of the exploration.

    ``data`` are further settings of the data, ``more`` further tables. The table ``rows.csv`` and
    the vectors ``rows.npy`` lie beside the graph, whether the settings name them or not.
    """
    folder = root / "content/given"
    folder.mkdir(parents=True)
    (root / "content/site.toml").write_text('title = "Site"\nauthors = ["A. Author"]\n')
    (folder / "exploration.toml").write_text(
        f'title = "Patients"\n[data]\nkind = "graph"\nfile = "graph.json"\n{data}\n{more}'
    )
    (folder / "index.md").write_text(ESSAY)
    (folder / "graph.json").write_text(json.dumps(kepler() if graph is None else graph))
    write_table(folder / "rows.csv", described())
    np.save(folder / "rows.npy", vectors())
    return folder
