"""Graphs, rows and figures of an exploration as files for other tools."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Protocol

import orjson

from topopress.build.exploration import build_exploration, check_inputs
from topopress.build.exported import exported_graph, exported_rows
from topopress.build.opened_plan import opened_plan, wanted_layers
from topopress.build.own_file import require_replaceable, write_file
from topopress.build.plan import Plan
from topopress.build.row_tables import TABLE_FILES
from topopress.config.addresses import layer_address
from topopress.core.errors import ConfigError
from topopress.core.progress import SILENT, Progress
from topopress.exchange.files import GRAPH_FILES
from topopress.pages.sources import PageSource
from topopress.pages.tables.layer_figures import LAYER_FIGURES, Value, known
from topopress.stage.executor import Executor
from topopress.stage.listener import Listener

FOLDER, FIGURES = "export", "figures"
_FIGURES_BEGIN = b'{\n  "layers": {'


class Format(Protocol):
    """A format of files: what their names end with, and what those of Topopress begin with."""

    @property
    def ending(self) -> str:
        """Such as ``.json``."""

    @property
    def beginning(self) -> bytes:
        """The first bytes of each."""


Make = Callable[[Executor, Plan, str], bytes]
"""Returns the content of the file of a layer."""


def export(  # noqa: PLR0913 - each by name
    root: Path,
    name: str,
    *,
    graph: str | None = None,
    rows: str | None = None,
    layer: str | None = None,
    out: Path | None = None,
    listener: Listener,
    progress: Progress = SILENT,
    device: str = "cpu",
) -> tuple[Path, ...]:
    """Write graphs and rows of an exploration, one file for each layer; return the files.

    Results come from the store; what it lacks is computed as in a build. The site does not change.

    Args:
        root: Folder that holds ``content/``.
        name: Name of the exploration; it may be a draft.
        graph: Format of ``GRAPH_FILES``; None for no graphs.
        rows: Format of ``TABLE_FILES``; None for no rows.
        layer: The only layer; None for all published ones.
        out: The file of a single layer; by default ``export/NAME/LAYER`` in the root.
        listener: Is told what runs.
        progress: Is told how far long work is.
        device: Where networks compute, in torch's words.

    Raises:
        TopopressError: any mistake of the author's, or a file is there that is not replaced.
    """
    wanted = _wanted(graph, rows)
    with opened_plan(root, name, listener=listener, progress=progress, device=device) as opened:
        _, executor, plan = opened
        layers = wanted_layers(plan, layer)
        if out is not None and len(layers) * len(wanted) != 1:
            raise ConfigError(
                f"--out {out}: names one file, and there would be {len(layers) * len(wanted)}; "
                f"choose a layer with --layer ({', '.join(layers)}), and one of --graph and --rows"
            )
        folder = root / FOLDER / plan.source.name
        files = {
            (each, form): out or folder / f"{layer_address(each)}{form.ending}"
            for each in layers
            for form in wanted
        }
        for (_, form), file in files.items():
            _require_replaceable(file, form.beginning, "export")
        check_inputs(executor, plan)
        for (each, form), file in files.items():
            write_file(wanted[form](executor, plan, each), file)
    return tuple(files.values())


def export_figures(
    root: Path,
    name: str,
    *,
    out: Path | None = None,
    listener: Listener,
    progress: Progress = SILENT,
    device: str = "cpu",
) -> Path:
    """Write every fact of every layer of an exploration as one JSON document; return the file.

    It is ``{"layers": {LAYER: {FACT: value}}}``, with the facts that essays state. A fact that is
    unknown is null. By default the file is ``figures/NAME.json`` in the root. The other arguments
    and the errors are those of ``export``.
    """
    with opened_plan(root, name, listener=listener, progress=progress, device=device) as opened:
        _, executor, plan = opened
        file = out or root / FIGURES / f"{plan.source.name}.json"
        _require_replaceable(file, _FIGURES_BEGIN, "figures")
        check_inputs(executor, plan)
        document = {"layers": figures_of(build_exploration(executor, plan))}
    made = orjson.dumps(document, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)
    write_file(made, file)
    return file


def figures_of(source: PageSource) -> dict[str, dict[str, Value]]:
    """Return every fact of every layer, in the order of essays' facts; None where unknown."""
    return {
        view.layer.name: {one.fact: known(one.value(view, source)) for one in LAYER_FIGURES}
        for view in source.bundle.views
    }


def _wanted(graph: str | None, rows: str | None) -> Mapping[Format, Make]:
    found: dict[Format, Make] = {}
    if graph is not None:
        file = GRAPH_FILES[graph]
        found[file] = lambda executor, plan, layer: file.write(
            exported_graph(executor, plan, layer)
        )
    if rows is not None:
        table = TABLE_FILES[rows]
        found[table] = lambda executor, plan, layer: table.write(
            exported_rows(executor, plan, layer)
        )
    return found


def _require_replaceable(out: Path, beginning: bytes, command: str) -> None:
    """Refuse to replace any file but an earlier one of the same command and format."""
    require_replaceable(
        out,
        lambda start: start.startswith(beginning),
        f"not made by `topopress {command}` in this format, so it is not replaced; name another "
        "file with --out",
    )
