"""Symbolic links among the pictures: followed only to places that the author allows.

A folder of somebody else's may hold a link to any file of this machine. Links within the
exploration's folder are used, those to other places only if ``data.links_to`` lists them.
"""

import os
from collections.abc import Sequence
from pathlib import Path

from topopress.core.errors import DataError
from topopress.kinds.images.decoding import UnreadablePicture
from topopress.samples.labels import shown


class Places:
    """The folders in which pictures may lie."""

    def __init__(self, root: Path, base: Path, links_to: Sequence[str]) -> None:
        """Allow the folder of the pictures, that of the exploration, and those that are listed.

        Raises:
            DataError: A listed folder is not there.
        """
        listed = [base / folder for folder in links_to]
        for written, folder in zip(links_to, listed, strict=True):
            if not folder.is_dir():
                raise DataError(
                    f"data.links_to: there is no folder {shown(written)!r}; relative paths start "
                    "from the exploration.toml"
                )
        self._allowed = [os.path.join(each.resolve(), "") for each in (root, base, *listed)]  # noqa: PTH118

    def resolve(self, path: Path) -> Path:
        """Return where a path leads, with no link left in it.

        Raises:
            UnreadablePicture: It leads nowhere, in a circle, or to a place that is not allowed.
        """
        try:
            real = os.path.realpath(path, strict=True)
        except OSError as error:
            raise UnreadablePicture(_reason(path, error)) from error
        if not any(f"{real}{os.sep}".startswith(folder) for folder in self._allowed):
            raise UnreadablePicture(
                "a link out of the exploration's folder; data.links_to can allow the folder to "
                "which it leads"
            )
        return Path(real)


def _reason(path: Path, error: OSError) -> str:
    is_link = os.path.islink(path)  # noqa: PTH114 - Path.is_symlink raises for a long name
    if is_link and isinstance(error, FileNotFoundError):
        return "a link to a file that is not there; fetch the file or remove the link"
    if is_link:
        return f"a link that cannot be followed ({error.strerror})"
    return error.strerror or str(error)
