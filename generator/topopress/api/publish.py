"""``topopress.publish``: from arrays in memory to a site on disk, in one call."""

import os
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from topopress.api.errors import ParameterError
from topopress.api.exploration_settings import checked_toml, in_arguments
from topopress.api.layers import GivenLayer, given_layers
from topopress.api.paths import folder_of, shown_path
from topopress.api.pictures import GivenPictures, given_pictures
from topopress.api.process import quiet_threads
from topopress.api.published import Published
from topopress.api.site_project import (
    PICTURES,
    ROWS,
    Content,
    layer_files,
    project_folder,
    write_project,
)
from topopress.api.table import Table, add_column, given_table
from topopress.api.toml import plain
from topopress.config.addresses import RESERVED, slug
from topopress.config.toml import as_toml
from topopress.core.errors import ConfigError, DataError, PageError
from topopress.core.file_names import is_portable
from topopress.kinds.arrays.nouns import plural_of
from topopress.stage.line import NoLine, line_of_process
from topopress.stage.report import BuildReport, duration

MEGABYTE = 1_000_000
ROW = "activation vector"


def publish(  # noqa: PLR0913 - each by name
    vectors: Any,  # noqa: ANN401 - arrays of any library
    to: str | os.PathLike[str] = "site",
    *,
    labels: Any = None,  # noqa: ANN401
    ids: Any = None,  # noqa: ANN401
    pictures: Any = None,  # noqa: ANN401
    texts: Any = None,  # noqa: ANN401
    links: Any = None,  # noqa: ANN401
    metadata: Any = None,  # noqa: ANN401
    title: str | None = None,
    summary: str | None = None,
    authors: str | Sequence[str] | None = None,
    essay: str | os.PathLike[str] | None = None,
    row: str = ROW,
    mapper: Mapping[str, Any] | None = None,
    projection: Mapping[str, Any] | None = None,
    seed: int = 0,
    name: str = "vectors",
    project: str | os.PathLike[str] | None = None,
    quiet: bool = False,
) -> Published:
    """Publish vectors as a site: their Mapper graph, drawn with what each node is made of.

    The site is what `topopress build` makes of the same files (``docs/vectors.md``). Settings that
    are not given are chosen from the data, without labels. Everything is checked before anything
    is computed or written.

    Args:
        vectors: One vector for each row, shape (n_rows, n_channels): an array of NumPy, a data
            frame of numbers, a tensor of torch, nested lists, or a path: of a .npy file, which is
            read piece by piece, or of a .npz, .safetensors or .parquet file, with ``#NAME`` for one
            of several arrays. Several layers are a mapping of names to such arrays, whose row k is
            of the same input in each. Numbers are kept in single precision.
        to: Folder of the site, made or replaced in one step. A folder with other files in it is
            refused.
        labels: A label for each row, None or NaN for none; or the name of a column of metadata. A
            column ``label`` of metadata is read anyway.
        ids: A text or a number for each row, all different; or the name of a column of metadata. A
            column ``id`` of metadata is read anyway; without one, rows are numbered from 0.
        pictures: How each row looks: an array, shape (n_rows, height, width) or with 1, 3 or 4
            channels last, of integers from 0 to 255 or of floats from 0 to 1; or a list of paths,
            of PIL's images or of arrays, None for none; or the name of a column of paths.
        texts: A text for each row, in which one word may stand in square brackets: it is the row's
            word. Or the name of a column of metadata.
        links: An address for each row that begins with https:// or http://; or the name of a column
            of metadata.
        metadata: A data frame, a mapping of columns, or a list with a mapping for each row. Columns
            of numbers can be lenses, by which nodes are coloured; columns of texts that rows share
            become colours. NaN, NaT and None are left out; dates become ISO texts.
        title: Title of the page.
        summary: One or two sentences for lists and search engines.
        authors: Names for the page and its citation.
        essay: Text of the page in Markdown (``docs/writing.md``), or the path of a file with it.
        row: What a row is, a singular noun: ``"direction"``, ``"dictionary feature"``.
        mapper: Settings of the graph, as under ``[mapper]`` in docs/settings.md, such as
            ``{"lens": "component:1", "cover": {"n_intervals": 12}}``.
        projection: Settings of the scatters, as under ``[projection]``, such as
            ``{"kind": "pca", "others": ["tsne"]}``.
        seed: Seed of everything random.
        name: Name of the exploration in addresses: lower-case letters, digits and hyphens.
        project: Folder that keeps what the site is built from: settings, arrays, table, pictures
            and the store of finished results. The next call reuses what is unchanged, and
            `topopress build` goes on with the folder. Without it, a temporary folder is used.
        quiet: Whether to write nothing while it runs. The notices are in the result.

    Returns:
        The site: ``path``, ``open()``, ``figures`` of its layers, ``notices``. In a notebook it
        shows the explorer.

    Raises:
        ParameterError: an argument cannot be used; it is a ``ValueError``. Nothing is written.
        PublishError: the folder cannot be written, or has files that topopress did not make.

    Example:
        >>> import numpy as np
        >>> rng = np.random.default_rng(0)
        >>> group = np.repeat([0, 1, 2], 40)
        >>> vectors = rng.normal(size=(120, 8)) + 4 * np.eye(8)[group]
        >>> site = publish(vectors, "site", labels=group, title="Three groups", quiet=True)
        >>> site.index.name, site.layers, site.figures["vectors"]["rows"]
        ('index.html', ('vectors',), 120)
    """
    _check_name(name)
    out = folder_of(to, "to")
    kept = None if project is None else folder_of(project, "project")
    layers = given_layers(vectors)
    n_rows = len(next(iter(layers.values())).values)
    table = given_table(n_rows, metadata, ids=ids, labels=labels, texts=texts, links=links)
    shown = _add_pictures(table, pictures)
    keys = {
        "title": _title(row) if title is None else title,
        "summary": summary,
        "authors": [authors] if isinstance(authors, str) else authors,
        "seed": seed,
        "data": _data(layers, table, row),
        "mapper": mapper,
        "projection": projection,
    }
    settings = checked_toml(keys)
    site = as_toml({key: plain(keys[key], (key,)) for key in ("title", "authors") if keys[key]})
    content = Content(name, site, settings, _essay(essay), layers, table, shown)
    report = BuildReport(NoLine() if quiet else line_of_process(), only=name)
    return _build(content, out.absolute(), kept, report)


def _check_name(name: object) -> None:
    if isinstance(name, str) and name == slug(name) and name not in RESERVED and is_portable(name):
        return
    raise ParameterError(
        f"name: must be lower-case letters a to z, digits and hyphens between them, and none of "
        f"{', '.join(sorted(RESERVED))} or a name like 'con', got {name!r}"
    )


def _title(row: object) -> str:
    """Return the title of a page for which none is given: what its rows are."""
    rows = plural_of(row) if isinstance(row, str) else "vectors"
    return rows[:1].upper() + rows[1:]


def _add_pictures(table: Table, pictures: object) -> GivenPictures | None:
    """Add the column of the pictures' paths, relative to the table."""
    if pictures is None:
        return None
    of_column = pictures if isinstance(pictures, str) else None
    if of_column is not None:
        if of_column not in table.columns:
            raise ParameterError(
                f"pictures: metadata has no column {of_column!r}; give a list of paths, or the "
                "name of a column of paths"
            )
        pictures = table.columns.pop(of_column)
    found = given_pictures(pictures, table.n_rows)
    names = found.names()
    add_column(table, "pictures", [name and f"{PICTURES}/{name}" for name in names])
    return found


def _data(layers: Mapping[str, GivenLayer], table: Table, row: str) -> dict[str, object]:
    described = {"metadata": ROWS, **table.roles} if table.columns else {}
    return {"kind": "arrays", **described, "row": row, "layers": layer_files(layers)}


def _essay(essay: str | os.PathLike[str] | None) -> str | None:
    if essay is None or isinstance(essay, str):
        return essay
    if not isinstance(essay, os.PathLike):
        raise ParameterError(
            f"essay: must be a text in Markdown or a pathlib.Path, got {type(essay).__name__}"
        )
    try:
        return Path(essay).read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise ParameterError(f"essay: {os.fspath(essay)} cannot be read ({error})") from error


def _build(content: Content, out: Path, project: Path | None, report: BuildReport) -> Published:
    from topopress.build.export import figures_of
    from topopress.build.site import build_site

    began = time.monotonic()
    try:
        with report, project_folder(project) as root, quiet_threads():
            write_project(root, content, keep=project is not None)
            built = build_site(
                root, out=out, names=(content.name,), listener=report, progress=report
            )
    except (ConfigError, DataError, PageError) as error:
        raise ParameterError(in_arguments(str(error), content.name)) from error
    report.line.say(
        f"{'published' if built.changed else 'unchanged:'} {built.n_files} files, "
        f"{built.n_bytes / MEGABYTE:.1f} MB in {duration(time.monotonic() - began)}: "
        f"{shown_path(out)}"
    )
    (source,) = (each for each in built.articles.explorations if each.name == content.name)
    return Published(out, content.name, figures_of(source), tuple(report.notices), built.changed)
