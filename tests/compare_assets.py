"""Compile the viewer afresh and fail if the committed ``site_assets/dist`` differs.

The compiled files are committed so that installing Topopress needs no Node; this keeps them true.
"""

import filecmp
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ASSETS = Path(__file__).resolve().parent.parent / "site_assets"


def differences(committed: Path, fresh: Path) -> list[str]:
    """Return the files that differ or exist on one side only."""
    names = {p.relative_to(d).as_posix() for d in (committed, fresh) for p in d.rglob("*.*")}
    return sorted(name for name in names if not _same(committed / name, fresh / name))


def _same(one: Path, other: Path) -> bool:
    return one.is_file() and other.is_file() and filecmp.cmp(one, other, shallow=False)


def main() -> int:
    """Build into the tree, compare with what was there, put it back; return the exit status."""
    with tempfile.TemporaryDirectory() as folder:
        committed = Path(folder) / "dist"
        shutil.copytree(ASSETS / "dist", committed)
        try:
            subprocess.run(["npm", "run", "--silent", "build"], cwd=ASSETS, check=True)
            stale = differences(committed, ASSETS / "dist")
        finally:
            shutil.rmtree(ASSETS / "dist", ignore_errors=True)
            shutil.copytree(committed, ASSETS / "dist")
    if stale:
        sys.stderr.write(f"site_assets/dist is out of date ({', '.join(stale)}); run make assets\n")
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main())
