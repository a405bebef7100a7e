"""Prints what the changelog says of a tag's version; fails where tag, version and changelog differ.

``python tests/release_notes.py v0.2.0``. The release workflow runs it before it builds a wheel.
"""

import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
_VERSION = re.compile(r'^__version__ = "(.+)"$', re.MULTILINE)


def notes(tag: str, version: str, changelog: str) -> str:
    """Return the section of the changelog that belongs to a tag.

    Raises:
        ValueError: the tag is not that of the version, or the changelog has no such section.
    """
    if tag != f"v{version}":
        raise ValueError(
            f"the tag is {tag!r} and the version {version!r}: tag the commit v{version}, or change "
            "__version__ in generator/topopress/__init__.py"
        )
    parts = re.split(r"^## \[(.+?)\].*\n", changelog, flags=re.MULTILINE)
    found = dict(zip(parts[1::2], parts[2::2], strict=True)).get(version, "").strip()
    if not found:
        raise ValueError(
            f"CHANGELOG.md says nothing of {version}: rename the section [Unreleased] to "
            f"[{version}], with the date, and begin a new one"
        )
    return found


def main() -> int:
    """Print the section; return the exit status."""
    (tag,) = sys.argv[1:]
    source = (ROOT / "generator/topopress/__init__.py").read_text("utf-8")
    (version,) = _VERSION.findall(source)
    try:
        print(notes(tag, version, (ROOT / "CHANGELOG.md").read_text("utf-8")))
    except ValueError as error:
        sys.stderr.write(f"error: {error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
