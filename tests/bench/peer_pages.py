"""The graph and the points of an exploration as KeplerMapper's and DataMapPlot's pages.

``peer_pages.py GRAPH.npz FOLDER``, in an environment that has the two; see explorers.py.
"""

import re
import sys
import warnings
from pathlib import Path

import numpy as np

# Scripts that the pages ask other servers for, and the copies from the npm registry.
COPIES = {
    "cdnjs.cloudflare.com/ajax/libs/d3/6.1.1/d3.js": "d3-6/dist/d3.js",
    "cdn.jsdelivr.net/npm/file-saver@2.0.2/dist/FileSaver.min.js": (
        "file-saver/dist/FileSaver.min.js"
    ),
    "unpkg.com/deck.gl@9.1/dist.min.js": "deck.gl/dist.min.js",
    "unpkg.com/apache-arrow@latest/Arrow.es2015.min.js": "apache-arrow/Arrow.es2015.min.js",
    "unpkg.com/d3@latest/dist/d3.min.js": "d3/dist/d3.min.js",
    "unpkg.com/jquery@3.7.1/dist/jquery.min.js": "jquery/dist/jquery.min.js",
}
NPM = ("d3-6@npm:d3@6.1.1", "file-saver@2.0.2", "deck.gl@9.1", "apache-arrow@21", "d3@7",
       "jquery@3.7.1")  # fmt: skip


def kepler_mapper(made: dict[str, np.ndarray], path: Path) -> None:
    """Write KeplerMapper's page of the graph, coloured by the lens, with labels as tool tips."""
    import kmapper

    offsets = made["offsets"]
    names = [f"cube{k}_cluster0" for k in range(len(offsets) - 1)]
    members = np.split(made["members"], offsets[1:-1])
    links: dict[str, list[str]] = {}
    for source, target in made["edges"].tolist():
        links.setdefault(names[source], []).append(names[target])
    pairs = [[source, target] for source, ends in links.items() for target in ends]
    graph = {
        "nodes": {name: rows.tolist() for name, rows in zip(names, members, strict=True)},
        "links": links,
        "simplices": [[name] for name in names] + pairs,
        "meta_data": {"projection": "lens", "n_cubes": 1, "perc_overlap": 0.5, "scaler": "none",
                      "clusterer": "DBSCAN", "nerve_min_intersection": 1},
        "meta_nodes": {},
    }  # fmt: skip
    kmapper.KeplerMapper(verbose=0).visualize(
        graph,
        path_html=str(path),
        title="The same graph",
        color_values=made["lens"],
        color_function_name="lens",
        custom_tooltips=made["label"],
    )


def data_map_plot(made: dict[str, np.ndarray], path: Path) -> None:
    """Write DataMapPlot's page of the points, with their labels."""
    import datamapplot

    plot = datamapplot.create_interactive_plot(
        made["points"], made["label"], hover_text=made["label"], title="The same points"
    )
    plot.save(str(path))


def at_home(path: Path) -> None:
    """Let a page take its scripts from copies beside it, and no font from elsewhere."""
    page = path.read_text("utf-8")
    for address, copy in COPIES.items():
        page = page.replace(f"https://{address}", f"node_modules/{copy}")
    page = re.sub(r"<link[^>]*https?://[^>]*>", "", page)
    path.write_text(page, "utf-8")


def main() -> None:
    """Write both pages."""
    warnings.simplefilter("ignore")
    made = dict(np.load(sys.argv[1], allow_pickle=False))
    folder = Path(sys.argv[2])
    for name, write in (("keplermapper", kepler_mapper), ("datamapplot", data_map_plot)):
        path = folder / f"{name}.html"
        write(made, path)
        at_home(path)


if __name__ == "__main__":
    main()
