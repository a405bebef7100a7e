"""What stands in ``content/``: the folders of explorations, and what is passed over.

Names count as they are spelt, on every system alike. Files that look as if they were meant for
Topopress and are not used are named, so that nothing is passed over in silence.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path

SITE, SETTINGS, ESSAY = "site.toml", "exploration.toml", "index.md"
CASE_STUDIES = "case-studies"
"""The folder of the case studies in ``content/``, and on the site."""
REFERENCES = ("references.bib", "references.json")
"""The file of the works that essays cite, in BibTeX or in CSL-JSON."""
_TEXTS = (".md", ".markdown")
_DEEPEST = 3
"""Folders below ``content/`` in which misplaced settings are looked for; data can be deeper."""
_ALIKE = 0.85
"""Similarity from which a name is taken for a misspelt one."""


@dataclass(frozen=True, slots=True)
class Contents:
    """The folders of explorations and of case studies, sorted, and what is not used in words."""

    folders: tuple[Path, ...]
    case_studies: tuple[Path, ...]
    notices: tuple[str, ...]


def look_through(content: Path) -> Contents:
    """Find the explorations below a folder, and what is passed over."""
    folders, studies, notices = list[Path](), list[Path](), [*_misspelt(content, SITE)]
    for entry in _entries(content):
        hidden = entry.name.startswith(".")
        if not entry.is_dir():
            notices += () if hidden else _of_file(entry)
        elif hidden:
            notices += _of_hidden(entry)
        elif entry.name == CASE_STUDIES:
            studies += [one for one in _entries(entry) if _is_study(one)]
            notices += _of_case_studies(entry)
        elif has_file(entry, SETTINGS):
            folders.append(entry)
            notices += [*_of_exploration(entry), *_misplaced(entry)]
        else:
            notices += [*_of_other(entry), *_misplaced(entry)]
    return Contents(tuple(folders), tuple(studies), tuple(notices))


def has_file(folder: Path, name: str) -> bool:
    """Return whether a folder has an entry of exactly this name, upper and lower case included."""
    return any(entry.name == name for entry in _entries(folder))


def _entries(folder: Path) -> list[Path]:
    try:
        return sorted(folder.iterdir())
    except OSError:
        return []


def _of_file(file: Path) -> Iterator[str]:
    if file.is_symlink() and not file.exists():
        yield f"content/{file.name}: not used; it is a link to something that is not there"
    elif file.name == SETTINGS or _is_like(file.name, SETTINGS):
        yield f"content/{file.name}: not used; each {SETTINGS} stands in a folder of its own"
    elif _is_essay(file.name):
        yield f"content/{file.name}: not used; an essay stands beside its {SETTINGS}"


def _of_hidden(folder: Path) -> Iterator[str]:
    if has_file(folder, SETTINGS):
        yield f"content/{folder.name}: passed over; its name begins with a dot"


def _of_exploration(folder: Path) -> Iterator[str]:
    yield from _misspelt(folder, SETTINGS)
    if has_file(folder, ESSAY):
        return
    for entry in _entries(folder):
        if _is_essay(entry.name):
            yield f"{_shown(entry)}: not used; the essay is read from {ESSAY}"


def _is_study(folder: Path) -> bool:
    return folder.is_dir() and not folder.name.startswith(".") and has_file(folder, ESSAY)


def _of_case_studies(folder: Path) -> Iterator[str]:
    """Name what lies in the folder of the case studies and is none."""
    for entry in _entries(folder):
        if entry.name == SETTINGS:
            yield f"{_shown(entry)}: not used; {CASE_STUDIES} is the folder of the case studies"
        elif entry.is_dir() and entry.name.startswith("."):
            if has_file(entry, ESSAY):
                yield f"{_shown(entry)}: passed over; its name begins with a dot"
        elif entry.is_dir() and not has_file(entry, ESSAY):
            yield f"{_shown(entry)}: not used; a case study has an {ESSAY}"
        elif not entry.is_dir() and _is_essay(entry.name):
            yield f"{_shown(entry)}: not used; the {ESSAY} of a case study has a folder of its own"
    yield from _misplaced(folder)


def _of_other(folder: Path) -> Iterator[str]:
    if _is_like(folder.name, CASE_STUDIES):
        yield f"content/{folder.name}: not used; case studies are read from {CASE_STUDIES}"
    misspelt = list(_misspelt(folder, SETTINGS))
    yield from misspelt
    if not misspelt and has_file(folder, ESSAY):
        yield f"content/{folder.name}: not used; it has an {ESSAY} but no {SETTINGS}"


def _misplaced(folder: Path, depth: int = 2) -> Iterator[str]:
    """Name the settings in folders within a folder of ``content/``."""
    for inner in _entries(folder) if depth <= _DEEPEST else ():
        if inner.is_dir() and not inner.name.startswith("."):
            if (inner / SETTINGS).is_file():
                yield (
                    f"{_shown(inner / SETTINGS, depth)}: not used; the folder of an exploration "
                    "stands in content/ itself"
                )
            yield from _misplaced(inner, depth + 1)


def _misspelt(folder: Path, name: str) -> Iterator[str]:
    below = "content" if name == SITE else f"content/{folder.name}"
    for entry in _entries(folder):
        if _is_like(entry.name, name):
            yield f"{below}/{entry.name}: not used; settings are read from {name}; rename the file"


def _is_like(found: str, name: str) -> bool:
    """Return whether a name is another spelling of ``name``."""
    low = found.lower()
    return found != name and (
        low.startswith(name) or SequenceMatcher(None, low, name).ratio() >= _ALIKE
    )


def _is_essay(name: str) -> bool:
    low = name.lower().removesuffix(".txt")
    return low.endswith(_TEXTS) and not low.startswith("readme.")


def _shown(path: Path, depth: int = 1) -> str:
    """Return a path from ``content`` on, given how many folders it is below it."""
    return "/".join(("content", *path.parts[-depth - 1 :]))
