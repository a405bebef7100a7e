"""The version and the digest of a build, so that what was cited can be told from what is shown.

The digest is the SHA-256 of ``site-manifest.json`` of the files as they are before any of them
names the digest: pages are rendered with a word in its place, which is then replaced. So the digest
depends on every file and not on itself, and ``digest_fault`` can compute it again.
"""

import json
from collections.abc import Mapping

from topopress.config.schema import Site
from topopress.store.canonical import sha256
from topopress.store.site_files import encode_manifest

FILE = "version.json"
DIGEST, SHORT = "x0digestOfThisBuild0x", "x0shortDigestOfThisBuild0x"
"""Words that stand for the digest, and for its first digits, while pages are rendered."""
DIGITS = 12
_NAMES_IT = (".html", ".json", ".cff")


def version_file(site: Site) -> bytes:
    """Return ``version.json``, with a word in place of the digest."""
    document = {"version": site.version, "digest": DIGEST, "format": "topopress-version 1"}
    return (json.dumps(document, indent=1) + "\n").encode()


def stamped(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return rendered files with the digest wherever its word stands."""
    digest = _digest(files)
    return _replaced(files, {DIGEST: digest, SHORT: digest[:DIGITS]})


def digest_fault(files: Mapping[str, bytes]) -> str:
    """Return what is wrong with the digest of a published site's files, or nothing."""
    found = digest_of(files)
    if not found:
        return f"{FILE}: names no digest"
    made = _digest(unstamped(files))
    return "" if made == found else f"{FILE}: the digest of these files is {made}, not {found}"


def digest_of(files: Mapping[str, bytes]) -> str:
    """Return the digest that a site names; empty if it names none."""
    try:
        return str(json.loads(files[FILE])["digest"])
    except (KeyError, TypeError, ValueError):
        return ""


def unstamped(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return files as they were before they named the digest."""
    digest = digest_of(files)
    # The longer text first: it begins with the shorter one.
    return _replaced(files, {digest: DIGEST, digest[:DIGITS]: SHORT}) if digest else dict(files)


def _digest(files: Mapping[str, bytes]) -> str:
    return sha256(encode_manifest({path: sha256(content) for path, content in files.items()}))


def _replaced(files: Mapping[str, bytes], words: Mapping[str, str]) -> dict[str, bytes]:
    made = dict(files)
    for path in (path for path in made if path.endswith(_NAMES_IT)):
        for old, new in words.items():
            made[path] = made[path].replace(old.encode(), new.encode())
    return made
