"""Where a site will be read, and what the last commit of its content is."""

import re
from pathlib import Path
from urllib.parse import urlsplit

from topopress.deploy.git import Git

_GITHUB = re.compile(r"github\.com[:/]+(?P<owner>[\w-]+)/(?P<name>[\w.-]+?)(?:\.git)?/?$")


def pages_address(remote: str, root: Path, *, domain: str | None) -> str | None:
    """Return the address that GitHub gives a site; None where the remote is not at GitHub.

    Args:
        remote: Name or address of the remote.
        root: The project, whose repository knows the remote's address.
        domain: The content of a file ``CNAME``.
    """
    if domain and domain.strip():
        return f"https://{domain.strip()}/"
    status, found, _ = Git(root).attempt(("remote", "get-url", remote))
    match = _GITHUB.search(found.strip() if status == 0 else remote)
    if match is None:
        return None
    owner, name = match["owner"].lower(), match["name"]
    host = f"{owner}.github.io"
    return f"https://{host}/" if name.lower() == host else f"https://{host}/{name}/"


def address_sentences(url: str | None, pages: str | None) -> list[str]:
    """Return where the site will be, and whether that agrees with the setting ``url``."""
    address = url or pages
    if address is None:
        return ["give `url` in content/site.toml, so that citations and the 404 page name it"]
    path = urlsplit(address).path.rstrip("/")
    below = f"works below {path}/" if path else "works at the root of its host"
    found = [f"it will be at {address}; all its links are relative, so it {below}"]
    if url is None:
        found.append(f'write url = "{address}" in content/site.toml, so that citations name it')
    elif pages is not None and pages.rstrip("/").lower() != url.rstrip("/").lower():
        found.append(
            f"warning: `url` in content/site.toml is {url}, and GitHub Pages will serve the site "
            f"at {pages}; correct it, or add a CNAME to the site's folder"
        )
    return found


def content_version(root: Path) -> str:
    """Return the message of a deployment: the commit of the content, if there is one."""
    status, commit, _ = Git(root).attempt(("rev-parse", "--short", "HEAD"))
    if status:
        return "Site"
    changed = Git(root).attempt(("status", "--porcelain", "--", "content", "templates"))[1]
    return f"Site of {commit.strip()}" + (" and later changes" if changed.strip() else "")
