"""Put the templates and the compiled viewer inside the package, in wheels only."""

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

BUNDLED = {
    "templates": "topopress/_bundled/templates",
    "site_assets/dist": "topopress/_bundled/site_assets",
}


class BundleResources(BuildHookInterface[Any]):
    """Adds the two resource folders to a wheel; an editable install reads them in place."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Name the folders to include, or fail where the viewer has not been compiled."""
        if version == "editable":
            return
        if not (Path(self.root) / "site_assets/dist/viewer.js").is_file():
            raise RuntimeError("site_assets/dist/viewer.js is missing: run `make assets` first")
        build_data["force_include"].update(BUNDLED)
