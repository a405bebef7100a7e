"""The files of a supplement that are not the site's: README, licence and checksums."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from topopress import __version__
from topopress.config.load import Project
from topopress.config.text_file import read_text
from topopress.pages.sources import PageSource
from topopress.store.canonical import sha256

README, LICENCE, SUMS, CRATE = "README.txt", "LICENSE.txt", "SHA256SUMS", "ro-crate-metadata.json"
_LICENCES = ("LICENSE", "LICENSE.txt", "LICENSE.md", "LICENCE", "LICENCE.txt", "COPYING")
_NONE_STATED = "No licence is stated: all rights are reserved.\n"


def read_licence(root: Path, project: Project) -> str:
    """Return the licence: what the settings say, and the file of the project if there is one."""
    files = (root / name for name in _LICENCES)
    found = next((file for file in files if file.is_file()), None)
    parts = [project.site.license or "", read_text(found, found.name) if found else ""]
    return (
        "\n\n".join(part.strip() for part in parts if part) + "\n" if any(parts) else _NONE_STATED
    )


def readme(project: Project, sources: Sequence[PageSource]) -> str:
    """Return how to open the supplement, what is in it, and how to build it again."""
    title, tagline = project.site.title, project.site.tagline
    pages = [f"  {one.name}/index.html    {one.settings.title}" for one in sources]
    methods = [f"  {one.name}/method.html   its data, settings, versions" for one in sources]
    listed = [line for pair in zip(pages, methods, strict=True) for line in pair]
    lines = [title, "=" * len(title), *([tagline, ""] if tagline else [""])]
    lines += [
        "How to open it",
        "  1. Extract the whole archive. On Windows: right click, then 'Extract all'. Pages that",
        "     are opened within the archive show texts and still graphs only.",
        "  2. Open index.html in a browser, by double click. No server and no network are needed.",
        "",
        "What is in it",
        "  index.html    the home page",
        *listed,
        "  assets/    scripts, style sheet and fonts of the pages",
        f"  {LICENCE}    under what terms it may be used",
        f"  {CRATE}    a description of all files for programs (RO-Crate 1.2)",
        f"  {SUMS}    SHA-256 of every file; to check them:",
        f"     sha256sum -c {SUMS}    (on macOS: shasum -a 256 -c {SUMS})",
        "",
        "How to build it again",
        f"  pip install topopress=={__version__}",
        "  topopress build",
        "  The settings, the versions of all libraries and the digest of each stage's result are",
        "  on the page method.html of each exploration.",
    ]
    return "\n".join(lines) + "\n"


def checksums(files: Mapping[str, bytes]) -> str:
    """Return the SHA-256 of each file in the form that ``sha256sum -c`` reads."""
    return "".join(f"{sha256(files[path])}  {path}\n" for path in sorted(files) if path != SUMS)
