"""``anonymous.txt``: what an author has to decide on, beside the zip and never in it."""

from collections.abc import Iterator, Sequence

from topopress.build.anonymity.empty import Emptied
from topopress.build.anonymity.search import Finding

MENTIONS = "anonymous.txt"
_HEAD = "What the anonymous supplement still says of its authors. Keep this file to yourself."
_TEXTS = "In the texts that you wrote, which stay as they are: rewrite what gives you away."
_FILES = "In the files of the zip. `topopress check --anonymous ZIP` fails until these are gone."
_UNREAD = "Files that may say who made them, which could not be emptied:"
_EMPTIED = "Files that lost what they said besides their content (Exif, XMP, comments, times):"


def is_report(start: bytes) -> bool:
    """Return whether a file begins as ``anonymous.txt`` does."""
    return start.startswith(_HEAD.encode())


def report(texts: Sequence[Finding], left: Sequence[Finding], emptied: Emptied) -> str:
    """Return the text of the file."""
    unread = [f"{path}: {reason}" for path, reason in sorted(emptied.unread.items())]
    lines = [_HEAD, ""]
    lines += _section(_TEXTS, [str(one) for one in texts])
    lines += _section(_FILES, [str(one) for one in left])
    lines += _section(_UNREAD, unread)
    lines += _section(_EMPTIED, emptied.changed)
    if not (texts or left or unread):
        lines += ["Nothing was found. What a reader can guess from the content, no program finds."]
    return "\n".join(lines).rstrip() + "\n"


def _section(title: str, found: Sequence[str]) -> Iterator[str]:
    if found:
        yield f"{title} ({len(found)})"
        yield from (f"  {one}" for one in found)
        yield ""
