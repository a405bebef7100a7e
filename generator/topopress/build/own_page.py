"""Pages that commands write beside the site: ``tune`` and ``sweep``."""

import secrets
from contextlib import suppress
from pathlib import Path

from topopress.build.plan import Plan
from topopress.core.errors import ConfigError, PublishError, suggestion
from topopress.store.disk import Disk
from topopress.store.failures import disk_errors


def wanted_layers(plan: Plan, layer: str | None) -> tuple[str, ...]:
    """Return one published layer of an exploration, or all of them for None.

    Raises:
        ConfigError: the exploration does not publish the layer.
    """
    published = plan.layer_names
    if layer is None:
        return published
    if layer not in published:
        raise ConfigError(
            f"{plan.source.where('network.layers')}: does not list "
            f"{layer!r}{suggestion(layer, published)}; it lists {', '.join(published)}"
        )
    return (layer,)


def require_replaceable(out: Path, mark: str) -> None:
    """Refuse to replace any file but an earlier page of the same command.

    Args:
        out: The page to write.
        mark: Text near the start of every page of the command.

    Raises:
        PublishError: there is another file, or a folder.
    """
    with disk_errors(PublishError):
        if not out.exists():
            return
        if not out.is_file() or mark.encode() not in out.read_bytes()[:1000]:
            command = mark.partition("Topopress ")[2].partition('"')[0]
            raise PublishError(
                f"{out}: not made by `topopress {command}`, so it is not replaced; name another "
                "file"
            )


def write_page(page: bytes, out: Path) -> None:
    """Write a file in one step; its folder is made if there is none.

    Raises:
        PublishError: the file cannot be written.
    """
    disk = Disk()
    out = out.absolute()
    with disk_errors(PublishError):
        disk.make_folders(out.parent)
        staged = out.with_name(f".{out.name}.new-{secrets.token_hex(4)}")
        try:
            disk.write_new(staged, [page], 0o644)
            disk.rename(staged, out)
        except BaseException:
            with suppress(OSError):
                disk.remove(staged)
            raise
