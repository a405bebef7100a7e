"""The commands that build, serve and clean a site. Imported only when one of them runs."""

import logging
import os
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import click

from topopress.build.site import OUT, STORE, build_site
from topopress.build.site import clean_store as clean_stored
from topopress.core.errors import PublishError
from topopress.stage.json_log import JsonLog
from topopress.stage.listener import Recorder
from topopress.stage.report import BuildReport, duration
from topopress.store.failures import disk_errors

MEGABYTE = 1_000_000
NO_FILE_LOGGED = "nothing was built; name another file with --json-log"


def build_and_report(  # noqa: PLR0913 - each by name
    root: Path,
    out: Path | None,
    names: tuple[str, ...],
    *,
    device: str,
    explain: bool,
    rerun: bool,
    workers: int = 1,
    json_log: Path | None = None,
) -> None:
    """Build the site and print a summary; write what is reported to a file, if one is named."""
    import time

    prepare_process()
    began = time.monotonic()
    with BuildReport(explain=explain, workers=workers) as report, _logged(report, json_log) as told:
        built = build_site(
            root,
            out=out,
            names=names,
            listener=told,
            progress=told,
            device=device,
            rerun=rerun,
            workers=workers,
        )
    for name, made in report.trusted:
        click.echo(
            f"{name}: the code of its {made} was not run again, since nothing it read has "
            "changed; --rerun runs it"
        )
    click.echo(
        f"{', '.join(built.articles.paths)}: {report.n_ran} stages ran, {report.n_reused} "
        f"reused; {'published' if built.changed else 'unchanged'} {built.n_files} files, "
        f"{built.n_bytes / MEGABYTE:.1f} MB in {duration(time.monotonic() - began)}"
    )
    if longest := report.longest():
        click.echo(f"longest: {longest}")
    click.echo(f"open {built.out / 'index.html'}")


@contextmanager
def _logged(report: BuildReport, path: Path | None) -> Iterator[BuildReport | JsonLog]:
    if path is None:
        yield report
        return
    with ExitStack() as stack:
        with disk_errors(PublishError, NO_FILE_LOGGED):
            file = stack.enter_context(path.open("w", encoding="utf-8"))
        yield JsonLog(report, file)


def serve_and_follow(root: Path, out: Path | None, *, device: str, host: str, port: int) -> None:
    """Build the site, serve it, and rebuild after each change of a text or template."""
    from topopress.preview.server import require_address, serve

    require_address(host, port)
    prepare_process()

    def rebuild() -> Path:
        with BuildReport() as report:
            built = build_site(
                root, out=out, listener=report, progress=report, device=device, durable=False
            )
        return built.out

    rebuild()
    serve(root, out or root / OUT, host=host, port=port, rebuild=rebuild, say=click.echo)


def clean_store(root: Path, out: Path | None, *, everything: bool) -> None:
    """Remove results that the last builds did not use, or the whole store and site."""
    if everything:
        _remove_all(root, out)
        return
    if not (root / STORE).is_dir():
        click.echo(f"{root / STORE}: no store, nothing to clean")
        return
    collected = clean_stored(root, Recorder())
    click.echo(
        f"removed {collected.actions} results and {collected.objects} files, "
        f"{collected.bytes / MEGABYTE:.1f} MB"
    )


def _remove_all(root: Path, out: Path | None) -> None:
    from topopress.store.publish import claimed_output
    from topopress.store.site_folder import unpublish
    from topopress.store.store import Store

    folder = out or root / OUT
    with claimed_output(folder, project=root), Store(root / STORE) as store:
        store.collect_garbage(keep=())  # refused while a build uses the store
        with disk_errors(PublishError, "the rest is still there; run again"):
            unpublish(folder)
    shutil.rmtree(root / STORE, ignore_errors=True)
    kept = f"the site in {folder} (what you keep there stays)" if folder.exists() else folder
    click.echo(f"removed {kept} and {root / STORE}")


def prepare_process() -> None:
    """Set up what holds for every process that computes."""
    # Busy-waiting threads slow a shared machine tenfold. Torch reads this when imported.
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("warning: %(message)s"))
    logging.getLogger("topopress.store").addHandler(handler)
