"""The site that is deployed: built, whole, and without an error that ``topopress check`` finds."""

from collections.abc import Mapping
from pathlib import Path

from topopress.build.problems import SiteFiles, problems_of_site, read_site
from topopress.config.load import load_project
from topopress.core.errors import PageError, PublishError
from topopress.core.problems import errors_of
from topopress.store.disk import Disk
from topopress.store.site_files import MANIFEST
from topopress.store.site_folder import GIT, kept_files


def ready_site(root: Path, out: Path | None) -> SiteFiles:
    """Read the site of a project.

    Raises:
        PublishError: it is not built.
        PageError: the check of the site finds an error.
    """
    site = read_site(root, out, load_project(root).site)
    if site is None:
        raise PublishError(
            "there is no built site to deploy; run `topopress build`, or repeat this with --build"
        )
    if errors := errors_of(problems_of_site(site)):
        found = "\n".join(f"  {one} [{one.rule}]" for one in errors)
        raise PageError(
            f"the site is not deployed, since `topopress check` finds mistakes:\n{found}\n"
            "build it again with `topopress build`, or repeat this with --build"
        )
    return site


def deployed_files(site: SiteFiles) -> Mapping[str, bytes]:
    """Return the files of a site, the list of them, and what the author keeps beside them."""
    listed = {MANIFEST: (site.folder / MANIFEST).read_bytes()}
    kept = kept_files(site.folder, Disk())
    kept.pop(GIT, None)  # of a work tree: the way to its repository
    return {**site.files, **listed, **kept}
