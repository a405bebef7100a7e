"""What ``topopress.publish`` returns: where the site is, what it says, and how to look at it."""

import webbrowser
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from topopress.api.notebook_page import notebook_html
from topopress.api.paths import shown_path
from topopress.pages.tables.layer_figures import Value


@dataclass(frozen=True, repr=False)
class Published:
    """A site on disk.

    In a notebook the object shows the explorer.

    Attributes:
        path: Folder of the site, absolute.
        name: Name of the exploration in addresses.
        figures: Every fact of every layer, by the names that essays use (``docs/writing.md``), as
            `topopress figures` writes them; None where it is unknown.
        notices: What its author should know, one sentence or two each.
        changed: Whether the site differs from what was in the folder before.
    """

    path: Path
    name: str
    figures: Mapping[str, Mapping[str, Value]]
    notices: tuple[str, ...] = ()
    changed: bool = True

    @property
    def index(self) -> Path:
        """The home page of the site."""
        return self.path / "index.html"

    @property
    def page(self) -> Path:
        """The page of the explorer."""
        return self.path / self.name / "index.html"

    @property
    def url(self) -> str:
        """Address of the explorer on this machine; it begins with ``file://``."""
        return self.page.as_uri()

    @property
    def layers(self) -> tuple[str, ...]:
        """Names of the layers, in the order of the site."""
        return tuple(self.figures)

    def open(self) -> bool:
        """Open the explorer in a browser; return whether there is one."""
        return webbrowser.open(self.url)

    def __repr__(self) -> str:
        return f"Published({shown_path(self.path)!r}, layers={self.layers})"

    def _repr_html_(self) -> str:
        return notebook_html(self.path, self.name)
