"""Locates the folders of templates and compiled site assets.

In a wheel they are inside the package (``topopress/_bundled``, from ``hatch_build.py``). In a
checkout they are folders of the repository, so that edits take effect at once.
"""

import tomllib
from pathlib import Path

from topopress.core.errors import ResourceError

_PACKAGE = Path(__file__).resolve().parents[1]
_CHECKOUT = _PACKAGE.parent.parent


def templates() -> Path:
    """Return the folder of Jinja templates."""
    return _locate("templates", in_checkout="templates")


def site_assets() -> Path:
    """Return the folder of compiled site assets: viewer, styles and fonts."""
    return _locate("site_assets", in_checkout="site_assets/dist", hint="; run `make assets`")


def _locate(name: str, *, in_checkout: str, hint: str = "") -> Path:
    bundled = _PACKAGE / "_bundled" / name
    if bundled.is_dir():
        return bundled
    folder = _CHECKOUT / in_checkout
    if _is_our_checkout() and folder.is_dir():
        return folder
    raise ResourceError(f"cannot find {name}: no folder {folder}{hint}")


def _is_our_checkout() -> bool:
    # An unrelated folder called templates/ may lie beside an installed package.
    pyproject = _CHECKOUT / "pyproject.toml"
    if not pyproject.is_file():
        return False
    project = tomllib.loads(pyproject.read_text("utf-8")).get("project", {})
    return bool(project.get("name") == "topopress")
