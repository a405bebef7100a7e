"""How long each template of `topopress new` takes to build, from an empty store.

python tests/bench/new_sites.py; two cores and two minutes for each are the bar.
"""

import tempfile
import time
from pathlib import Path

from tables import table

from topopress.build.problems import check_project
from topopress.build.site import build_site
from topopress.cli.new_site import TEMPLATES, write_new_site
from topopress.stage.listener import Recorder


def built(template: str) -> list[str]:
    """Return a row of the table: name, seconds, files, megabytes, problems."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        write_new_site(root, template)
        began = time.monotonic()
        site = build_site(root, listener=Recorder(), durable=False)
        seconds = time.monotonic() - began
        problems = len(check_project(root).problems)
    return [
        template,
        f"{seconds:.0f}",
        f"{site.n_files}",
        f"{site.n_bytes / 1e6:.1f}",
        f"{problems}",
    ]


if __name__ == "__main__":
    print(table(["template", "seconds", "files", "MB", "problems"], [*map(built, TEMPLATES)]))
