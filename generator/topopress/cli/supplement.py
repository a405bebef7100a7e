"""``topopress supplement``, and the search for traces of the author in what it wrote."""

from pathlib import Path

import click

from topopress.core.counted import counted
from topopress.core.errors import PageError, PublishError

_MEGABYTE = 1_000_000
_SHOWN = 40
"""Traces that are printed at most; ``anonymous.txt`` has all."""


def supplement_and_report(
    root: Path, out: Path, *, anonymous: bool, limit: int, device: str
) -> None:
    """Write the supplement, and print what it has and what the author should look at."""
    from topopress.build.supplement.make import make_supplement
    from topopress.stage.report import BuildReport

    with BuildReport() as report:
        made = make_supplement(
            root,
            out,
            anonymous=anonymous,
            limit=limit,
            listener=report,
            progress=report,
            device=device,
        )
    done = "replaced" if made.replaced else "wrote"
    click.echo(f"{done} {out}: {counted(made.n_files, 'file')}, {_mb(made.n_bytes)}; unpacked:")
    for kind, size in made.kinds.items():
        click.echo(f"  {_mb(size):>9}  {kind}")
    if made.report is None:
        return
    click.echo(f"{counted(len(made.emptied), 'file')} lost what they said besides their content")
    found = counted(len(made.mentions), "place")
    if made.mentions:
        click.echo(f"warning: {found} may give you away; {made.report} lists them: rewrite them")
    click.echo(f"prove it: topopress check --anonymous {out}")


def check_anonymous(root: Path, archive: Path | None, out: Path | None) -> None:
    """Search every file of a zip, or of the built site, for traces of the author.

    Raises:
        PageError: naming each trace with its file and place.
        PublishError: there is no such zip or site.
    """
    from topopress.build.anonymity.search import find_traces
    from topopress.build.anonymity.traces import traces_of
    from topopress.build.site import OUT
    from topopress.config.load import load_project

    traces = traces_of(load_project(root))
    where = archive or out or root / OUT
    files = _files_of(where, is_archive=archive is not None)
    found = find_traces(files, traces)
    if found:
        shown = [f"  {one}" for one in found[:_SHOWN]]
        more = [f"  and {len(found) - _SHOWN:,} more"] if len(found) > _SHOWN else []
        head = f"{where}: {counted(len(found), 'trace')} of the author:"
        raise PageError("\n".join([head, *shown, *more]))
    click.echo(
        f"{where}: {counted(len(files), 'file')} searched for {counted(len(traces), 'trace')} of "
        "the author in names, texts, metadata and nested archives; none found"
    )


def _files_of(where: Path, *, is_archive: bool) -> dict[str, bytes]:
    """Return the files of a zip, and of the zip itself what it says of each; or of a folder."""
    import zipfile

    from topopress.store.disk import Disk
    from topopress.store.site_folder import site_paths

    if not is_archive:
        if not (where / "index.html").is_file():
            raise PublishError(f"{where}: nothing built yet; `topopress build` builds the site")
        return {path: (where / path).read_bytes() for path in site_paths(where, Disk())}
    try:
        with zipfile.ZipFile(where) as archive:
            files = {entry.filename: archive.read(entry) for entry in archive.infolist()}
            said = [archive.comment, *(e.comment + e.extra for e in archive.infolist())]
    except (OSError, zipfile.BadZipFile) as error:
        raise PublishError(f"{where}: no zip that can be read: {error}") from error
    return files | ({"comments of the zip": b"\n".join(said)} if any(said) else {})


def _mb(size: int) -> str:
    return f"{size / _MEGABYTE:.1f} MB"
