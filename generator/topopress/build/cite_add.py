"""``topopress cite add``: writes an entry into the references of a site, once and for all."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from topopress.build.doi import DOI, fetch
from topopress.build.own_file import write_file
from topopress.config.references import ReferencesFile, read_references_file
from topopress.config.text_file import read_text
from topopress.core.errors import CiteError
from topopress.pages.citations.incoming import (
    Arrived,
    Incoming,
    arrived,
    key_of,
    under_key,
    with_doi,
)
from topopress.pages.citations.styles import plain
from topopress.pages.citations.works import KEY, Library, library_of

Ask = Callable[[str], tuple[str, str]]
"""Returns the data of a DOI, and ``.json`` or ``.bib``."""
_ENDINGS = (".bib", ".json")


@dataclass(frozen=True, slots=True)
class Added:
    """What was written.

    Attributes:
        path: The file of the references, below the root.
        works: The key and the words of each work that was added.
        notices: A sentence on each entry that was passed over, and why.
    """

    path: str
    works: tuple[tuple[str, str], ...]
    notices: tuple[str, ...]


def add_works(
    root: Path,
    source: str,
    *,
    key: str | None = None,
    ask: Ask = fetch,
) -> Added:
    """Add a work by its DOI, or the works of a file, to the references of a site.

    Nothing that is there is changed. Entries of a file keep their keys where these are free.

    Args:
        root: Folder that holds ``content/``.
        source: A DOI, or the path of a file that ends in ``.bib`` or ``.json``.
        key: Key of the work, which must be one; None for one of our own.
        ask: Returns the data of a DOI.

    Raises:
        TopopressError: if there is nothing to add, or the work is there already.
    """
    content = root / "content"
    if not content.is_dir():
        raise CiteError(f"{content}: there is no such folder; name that of the site by --root")
    file = read_references_file(content, "numeric")
    file = file or ReferencesFile("content/references.bib", "")
    library = library_of(file)
    incoming, is_doi = _incoming(source, library, ask)
    if key is not None:
        _require_key(key, library, incoming)
    added, notices = _chosen(incoming, library, key, keep_keys=not is_doi)
    if not added:
        raise CiteError("\n  ".join([f"{source}: there is nothing to add", *notices]))
    _write(root, file, added)
    works = tuple((name, plain(one.work)) for name, one in added.items())
    return Added(file.path, works, tuple(notices))


def _incoming(source: str, library: Library, ask: Ask) -> tuple[Arrived, bool]:
    """Return the works, and whether they are of a DOI."""
    if doi := DOI.fullmatch(source.strip()):
        if there := _with_doi(doi[1], library):
            raise CiteError(f"{doi[1]} is there already: cite it by [@{there}]")
        found = arrived(*ask(doi[1]), doi[1])
        return replace(found, works=tuple(with_doi(one, doi[1]) for one in found.works)), True
    path = Path(source)
    if path.suffix.lower() not in _ENDINGS:
        raise CiteError(
            f"{source!r} is neither a DOI, such as 10.1111/cgf.14195, nor a file that ends in "
            f"{' or '.join(_ENDINGS)}"
        )
    if not path.is_file():
        raise CiteError(f"{source}: there is no such file")
    return arrived(read_text(path, source), path.suffix.lower(), source), False


def _chosen(
    incoming: Arrived, library: Library, key: str | None, *, keep_keys: bool
) -> tuple[dict[str, Incoming], list[str]]:
    """Return the works to add by their keys, and a sentence on each that is passed over."""
    added, notices = dict[str, Incoming](), [*incoming.left_out]
    for one in incoming.works:
        there = _with_doi(one.work.doi, library) or next(
            (name for name, other in added.items() if _same(other.work.doi, one.work.doi)), ""
        )
        if there:
            notices.append(f"{one.work.doi} is there already: cite it by [@{there}]")
            continue
        taken = {*library.works, *library.broken, *added}
        own = one.work.key if keep_keys and one.work.key not in taken else ""
        added[key or own or key_of(one.work, taken)] = one
    return added, notices


def _require_key(key: str, library: Library, incoming: Arrived) -> None:
    if not KEY.fullmatch(key):
        raise CiteError(f"--key {key}: a key begins with a letter or a digit and has no spaces")
    if key in library.works or key in library.broken:
        raise CiteError(f"--key {key}: {library.path} has a work with this key; choose another")
    if len(incoming.works) > 1:
        raise CiteError(f"--key {key}: is for one work, and the file has {len(incoming.works)}")


def _write(root: Path, file: ReferencesFile, added: dict[str, Incoming]) -> None:
    """Put entries at the end of a file, and leave the rest of it as it is."""
    ending = Path(file.path).suffix
    entries = [under_key(one, key, ending).decode().strip() for key, one in added.items()]
    text = (_in_list if ending == ".json" else _behind)(file, entries)
    after, before = library_of(ReferencesFile(file.path, text)), library_of(file)
    if set(after.works) != {*before.works, *added}:
        wrong = (before.left_out or after.left_out or ("an entry in it has no end",))[0]
        raise CiteError(f"{file.path}: cannot be added to before it is mended: {wrong}")
    write_file(text.encode(), root / file.path)


def _behind(file: ReferencesFile, entries: list[str]) -> str:
    start = f"{file.text.rstrip()}\n\n" if file.text.strip() else ""
    return start + "\n\n".join(entries) + "\n"


def _in_list(file: ReferencesFile, entries: list[str]) -> str:
    """Put items before the bracket that ends the list."""
    start = (file.text.rstrip() or "[]").removesuffix("]").rstrip()
    return ("\n" if start.endswith("[") else ",\n").join([start, ",\n".join(entries)]) + "\n]\n"


def _with_doi(doi: str, library: Library) -> str:
    """Return the key of the work with a DOI; empty if there is none."""
    found: Iterator[str] = (key for key, one in library.works.items() if _same(one.doi, doi))
    return next(found, "")


def _same(one: str, other: str) -> bool:
    return bool(one) and one.casefold() == other.casefold()
