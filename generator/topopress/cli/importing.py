"""``topopress import``: an exploration of a graph that another tool has made."""

import json
import secrets
import shutil
from collections.abc import Mapping
from pathlib import Path

import click

from topopress.config.addresses import slug
from topopress.config.contents import SETTINGS, SITE
from topopress.core.counted import counted
from topopress.core.errors import ConfigError, DataError
from topopress.core.file_names import is_portable
from topopress.exchange.content import MOST_BYTES
from topopress.exchange.read import read_graph
from topopress.exchange.types import GivenGraph

VECTORS = (".npy", ".npz", ".safetensors", ".parquet")
METADATA = (".csv", ".tsv", ".jsonl", ".parquet")
_HELD = {"vectors": "the vectors of the graph's rows", "rows": "the table of the graph's rows"}
_SITE_TOML = 'title = "Mapper graphs"\n'


def import_and_report(
    graph: Path, name: str | None, vectors: Path | None, metadata: Path | None, root: Path
) -> None:
    """Write an exploration of a graph into ``content/`` of a site, and say what is next.

    A root without ``content/site.toml`` gets one. Nothing is overwritten.

    Raises:
        ConfigError: the name cannot be used, or is taken.
        DataError: a file cannot be read, or holds no graph.
    """
    read = read_graph(_content(graph), str(graph))
    folder = root / "content" / _folder_name(graph, name)
    copies = {"file": (graph, "graph.json")}
    if vectors is not None:
        copies["vectors"] = _beside(vectors, "vectors", VECTORS)
    if metadata is not None:
        copies["metadata"] = _beside(metadata, "rows", METADATA)
    try:
        new_site = _write(folder, _settings(folder.name, read, copies), copies)
    except OSError as error:
        raise ConfigError(
            f"{error.filename or folder}: cannot be written: {error.strerror or error}"
        ) from error
    click.echo(f"{graph}: {_in_words(read)}")
    if new_site:
        click.echo(f"{root / 'content' / SITE} is new; give the site its title there")
    click.echo(f"{folder / SETTINGS} is ready. Next:\n  topopress build{_root_option(root)}")


def _content(graph: Path) -> bytes:
    try:
        if not graph.is_file():
            found = "is no regular file" if graph.exists() else "no such file"
            raise DataError(f"{graph}: {found}; name the file that holds the graph")
        if graph.stat().st_size > MOST_BYTES:
            raise DataError(f"{graph}: is larger than {MOST_BYTES:,} bytes, the most that is read")
        return graph.read_bytes()
    except OSError as error:
        raise DataError(f"{graph}: cannot be read: {error.strerror or error}") from error


def _folder_name(graph: Path, name: str | None) -> str:
    found = slug(graph.name.partition(".")[0]) or "graph" if name is None else name
    if not is_portable(found) or not slug(found):
        raise ConfigError(
            f"--name {found!r}: must be a folder's name of letters a to z, digits, '-', '_' and "
            "'.', and no name that Windows reserves; choose another"
        )
    return found


def _beside(given: Path, name: str, endings: tuple[str, ...]) -> tuple[Path, str]:
    """Return a file and what its copy is called; of ``FILE#ARRAY`` the array stays in the name."""
    path, array = given, ""
    if not given.exists() and "#" in given.name:
        file, _, array = given.name.rpartition("#")
        path = given.with_name(file)
    if not path.is_file():
        raise DataError(f"{path}: no such file; name the file that holds {_HELD[name]}")
    ending = path.suffix.lower()
    if ending not in endings:
        raise DataError(f"{path}: must end with one of {', '.join(endings)}")
    return path, f"{name}{ending}#{array}" if array else f"{name}{ending}"


def _settings(name: str, read: GivenGraph, copies: Mapping[str, tuple[Path, str]]) -> str:
    title = slug(name).replace("-", " ").capitalize()
    lines = [f'title = "{title}"', "", "[data]", 'kind = "graph"', f"# {_in_words(read)}"]
    # A text of JSON is a text of TOML, too.
    lines += [
        f"{key} = {json.dumps(name, ensure_ascii=False)}" for key, (_, name) in copies.items()
    ]
    return "\n".join([*lines, ""])


def _write(folder: Path, settings: str, copies: Mapping[str, tuple[Path, str]]) -> bool:
    """Write the folder under another name first; return whether the site's settings are new."""
    if folder.exists() or folder.is_symlink():
        raise ConfigError(
            f"{folder}: is there already, and nothing is overwritten; choose another --name"
        )
    folder.parent.mkdir(parents=True, exist_ok=True)
    staged = folder.with_name(f".{folder.name}.new-{secrets.token_hex(4)}")
    try:
        staged.mkdir()
        for path, name in copies.values():
            shutil.copyfile(path, staged / name.partition("#")[0])
        (staged / SETTINGS).write_text(settings, "utf-8")
        staged.rename(folder)
    finally:
        shutil.rmtree(staged, ignore_errors=True)
    site = folder.parent / SITE
    if site.exists():
        return False
    site.write_text(_SITE_TOML, "utf-8")
    return True


def _in_words(graph: GivenGraph) -> str:
    made = str(graph.said.get("format", "a graph"))
    rows = f"{graph.n_rows:,} rows" if graph.row_names else f"rows 0 to {graph.n_rows - 1:,}"
    nodes, edges = counted(graph.n_nodes, "node"), counted(graph.n_edges, "edge")
    return f"{made}, {nodes}, {edges}, {rows}"


def _root_option(root: Path) -> str:
    import shlex

    return "" if root == Path() else f" --root {shlex.quote(str(root))}"
