"""Pages that commands write beside the site: ``tune`` and ``sweep``."""

import secrets
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

from topopress.build.exploration import check_inputs
from topopress.build.opened_plan import opened_plan, wanted_layers
from topopress.build.plan import Plan
from topopress.core.errors import PublishError
from topopress.core.progress import Progress
from topopress.kinds.kind import LayerStages
from topopress.stage.executor import Executor
from topopress.stage.listener import Listener
from topopress.store.disk import Disk
from topopress.store.failures import NO_FILE, disk_errors

L = TypeVar("L")


def page_of_layers(  # noqa: PLR0913 - each by name
    root: Path,
    name: str,
    *,
    layer: str | None,
    out: Path,
    mark: str,
    compute: Callable[[Executor, Plan, LayerStages], L],
    page: Callable[[str, str, tuple[L, ...], Path], bytes],
    listener: Listener,
    progress: Progress,
    device: str,
) -> tuple[L, ...]:
    """Compute something of the layers of an exploration, write it as a page, and return it.

    Results are kept in the store; the site does not change.

    Args:
        root: Folder that holds ``content/``.
        name: Name of the exploration; it may be a draft.
        layer: The only layer; None for all published ones.
        out: The page to write.
        mark: Text near the start of every page of the command, which may be replaced.
        compute: Returns the result of a layer.
        page: Returns the page, given title, language, results and the folder of templates.
        listener: Is told what runs.
        progress: Is told how far long work is.
        device: Where networks compute, in torch's words.

    Raises:
        TopopressError: any mistake of the author's.
    """
    _require_replaceable(out, mark)
    opened = opened_plan(root, name, listener=listener, progress=progress, device=device)
    with opened as (project, executor, plan):
        wanted = wanted_layers(plan, layer)
        check_inputs(executor, plan)
        found = tuple(compute(executor, plan, plan.layers[each]) for each in wanted)
    title, language = plan.source.settings.title, project.site.language
    write_page(page(title, language, found, root / "templates"), out)
    return found


def write_page(page: bytes, out: Path) -> None:
    """Write a file in one step, and make its folder if there is none.

    Raises:
        PublishError: the file cannot be written.
    """
    disk = Disk()
    out = out.absolute()
    with disk_errors(PublishError, NO_FILE):
        disk.make_folders(out.parent)
        staged = out.with_name(f".{out.name}.new-{secrets.token_hex(4)}")
        try:
            disk.write_new(staged, [page], 0o644)
            disk.rename(staged, out)
        except BaseException:
            with suppress(OSError):
                disk.remove(staged)
            raise


def _require_replaceable(out: Path, mark: str) -> None:
    """Refuse to replace any file but an earlier page of the same command."""
    with disk_errors(PublishError, NO_FILE):
        if not out.exists():
            return
        if not out.is_file() or mark.encode() not in out.read_bytes()[:1000]:
            command = mark.partition("Topopress ")[2].partition('"')[0]
            raise PublishError(
                f"{out}: not made by `topopress {command}`, so it is not replaced; name another "
                "file"
            )
