"""Copies a site into another folder, which shows the old site or the new one at any moment."""

from pathlib import Path

from topopress.build.problems import SiteFiles
from topopress.core.errors import PublishError
from topopress.store.publish import claimed_output, publish


def copy_site(site: SiteFiles, folder: Path, root: Path) -> bool:
    """Publish a site into a folder as a build does, and return whether that changed.

    Raises:
        PublishError: the folder has files that topopress did not make, or cannot be written.
    """
    if folder.resolve() == site.folder.resolve():
        raise PublishError(f"{folder}: is the built site itself; name another folder")
    with claimed_output(folder, project=root):
        return publish(site.files, folder, project=root)
