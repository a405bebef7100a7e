"""The works that a site can cite, read from ``references.bib`` or ``references.json`` (CSL-JSON).

A broken entry costs itself alone: it is left out and named. bibtexparser reads BibTeX; decision 72
says why.
"""

import json
import logging
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from bibtexparser.entrypoint import parse_string
from bibtexparser.middlewares import LatexDecodingMiddleware, SeparateCoAuthors, SplitNameParts
from bibtexparser.middlewares.names import NameParts
from bibtexparser.model import Block, DuplicateBlockKeyBlock, Entry, ParsingFailedBlock

from topopress.config.references import ReferencesFile
from topopress.pages.essay.numbered import label_in

KEY = re.compile(r"[^\W_][\w:.#$%&+?<>~/-]*")
"""A key that can be cited; a full stop or colon at its end belongs to the sentence."""
# What it logs is in our notices, too.
logging.getLogger("bibtexparser").setLevel(logging.CRITICAL)
_TYPES = {
    "article": "article-journal", "book": "book", "booklet": "book", "inbook": "chapter",
    "incollection": "chapter", "inproceedings": "paper-conference",
    "conference": "paper-conference", "manual": "book", "mastersthesis": "thesis",
    "phdthesis": "thesis", "thesis": "thesis", "proceedings": "book", "report": "report",
    "techreport": "report", "online": "webpage", "dataset": "dataset", "software": "software",
}  # fmt: skip
"""CSL's types by those of BibTeX and BibLaTeX; any other is a document."""
_DOI = re.compile(r"(?:https?://(?:dx\.)?doi\.org/|doi:\s*)?(10\.\d{4,9}/\S+)", re.IGNORECASE)
_WEB = re.compile(r"https?://[^\s<>\"]+")
_BRACES = re.compile(r"[{}]")
_YEAR = re.compile(r"\d{4}")


@dataclass(frozen=True, slots=True)
class Name:
    """A person, or a group, which has no given name."""

    family: str
    given: str = ""


@dataclass(frozen=True, slots=True)
class Work:
    """A work, with what a citation of it can state; what is not known is empty.

    Attributes:
        key: By which essays cite it.
        place: Its file and line, for messages.
        type: In CSL's words, such as ``article-journal``.
        more_authors: Whether the authors end with "and others".
        container: The journal, the proceedings or the book it is in.
        url: Its address in the web, of its DOI if it has one.
    """

    key: str
    place: str
    type: str = "document"
    authors: tuple[Name, ...] = ()
    more_authors: bool = False
    title: str = ""
    container: str = ""
    volume: str = ""
    issue: str = ""
    pages: str = ""
    publisher: str = ""
    year: str = ""
    doi: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Library:
    """The works of a file by key, in its order.

    Attributes:
        path: The file, for messages; empty where there is none.
        left_out: The place of each entry that cannot be used, and why.
        lacking: A sentence on each work that lacks what readers look for.
        broken: Why an entry is left out, by its key, where the key could be read.
    """

    path: str = ""
    works: Mapping[str, Work] = field(default_factory=dict)
    left_out: tuple[str, ...] = ()
    lacking: tuple[str, ...] = ()
    broken: Mapping[str, str] = field(default_factory=dict)


@lru_cache(maxsize=8)
def library_of(file: ReferencesFile | None) -> Library:
    """Return the works of a file; an empty library where there is none."""
    return Library() if file is None else read_library(file, Path(file.path).suffix)


def read_library(file: ReferencesFile, ending: str) -> Library:
    """Return the works of a text in BibTeX, or in CSL-JSON where the ending is ``.json``."""
    read = _read_csl if ending == ".json" else _read_bibtex
    works, broken, left_out = dict[str, Work](), dict[str, str](), list[str]()
    for one in read(file):
        if isinstance(one, Work) and not label_in(one.key):
            works[one.key] = one
            continue
        key, place, why = _like_a_label(one) if isinstance(one, Work) else one
        left_out.append(f"{place}: {why}")
        if key not in works:
            broken[key] = left_out[-1]
    lacking = (sentence for work in works.values() for sentence in _lacking(work))
    return Library(file.path, works, tuple(left_out), tuple(lacking), broken)


_Broken = tuple[str, str, str]
"""The key, the place, and what is wrong."""


def _like_a_label(work: Work) -> _Broken:
    start = work.key.partition(":")[0]
    why = f"{work.key!r} starts with '{start}:', as the labels of essays do; give it another key"
    return work.key, work.place, why


def _read_bibtex(file: ReferencesFile) -> Iterator[Work | _Broken]:
    library = parse_string(
        file.text,
        # Braces go last, so that {World Health Organization} stays one name.
        append_middleware=[
            LatexDecodingMiddleware(keep_braced_groups=True),
            SeparateCoAuthors(),
            SplitNameParts(),
        ],
    )
    for entry in library.entries:
        yield _of_entry(entry, _place(entry, file))
    for block in library.failed_blocks:
        key = block.key if isinstance(block, DuplicateBlockKeyBlock) else _key_in(block)
        yield key, _place(block, file), _why(block)


def _of_entry(entry: Entry, place: str) -> Work | _Broken:
    values = {one.key.lower(): one.value for one in entry.fields}
    text = {key: _bare(value) for key, value in values.items() if isinstance(value, str)}
    if not KEY.fullmatch(entry.key):
        return entry.key, place, f"{entry.key!r} is no key that can be cited"
    authors, more = _people(values.get("author", values.get("editor", [])))
    if not text.get("title"):
        return entry.key, place, f"{entry.key!r} needs a title"
    doi = _DOI.fullmatch(text.get("doi", ""))
    containers = ("journal", "journaltitle", "booktitle", "howpublished", "school", "institution")
    year = _YEAR.search(text.get("year") or text.get("date", ""))
    return Work(
        entry.key,
        place,
        _TYPES.get(entry.entry_type.lower(), "document"),
        authors,
        more,
        text["title"],
        next((text[key] for key in containers if text.get(key)), ""),
        text.get("volume", ""),
        text.get("number", text.get("issue", "")),
        text.get("pages", "").replace("--", "–"),
        text.get("publisher", ""),
        year[0] if year else "",
        doi[1] if doi else "",
        _address(doi[1] if doi else "", text.get("url", "")),
    )


def _people(names: object) -> tuple[tuple[Name, ...], bool]:
    people = (
        [_name(one) for one in names if isinstance(one, NameParts)]
        if isinstance(names, list)
        else []
    )
    more = bool(people) and people[-1] == Name("others")
    return tuple(people[: len(people) - more]), more


def _name(parts: NameParts) -> Name:
    family, given = " ".join([*parts.von, *parts.last, *parts.jr]), " ".join(parts.first)
    return Name(_bare(family), _bare(given))


def _read_csl(file: ReferencesFile) -> Iterator[Work | _Broken]:
    try:
        items = json.loads(file.text)
    except (json.JSONDecodeError, RecursionError) as error:
        yield "", file.path, f"is no JSON: {error}"
        return
    if not isinstance(items, list):
        yield "", file.path, "is no list of works, as CSL-JSON is"
        return
    known = set[str]()
    for number, item in enumerate(items):
        place = f"{file.path}, item {number + 1}"
        work = _of_item(item, place) if isinstance(item, dict) else ("", place, "is no object")
        key = work.key if isinstance(work, Work) else work[0]
        if isinstance(work, Work) and key in known:
            work = key, place, f"a second entry with the key {key!r}"
        known.add(key)
        yield work


def _of_item(item: Mapping[str, Any], place: str) -> Work | _Broken:
    text = {key: _line(str(value)) for key, value in item.items() if isinstance(value, str | int)}
    key = text.get("id", "")
    if not KEY.fullmatch(key):
        return key, place, f"{key!r} is no key that can be cited" if key else "has no id"
    if not text.get("title"):
        return key, place, f"{key!r} needs a title"
    doi = _DOI.fullmatch(text.get("DOI", ""))
    return Work(
        key,
        place,
        text.get("type", "document"),
        tuple(_csl_names(item.get("author", item.get("editor", ())))),
        title=text["title"],
        container=text.get("container-title", ""),
        volume=text.get("volume", ""),
        issue=text.get("issue", ""),
        pages=text.get("page", "").replace("-", "–"),
        publisher=text.get("publisher", ""),
        year=_csl_year(item.get("issued")),
        doi=doi[1] if doi else "",
        url=_address(doi[1] if doi else "", text.get("URL", "")),
    )


def _csl_names(names: object) -> Iterator[Name]:
    for one in names if isinstance(names, Sequence) and not isinstance(names, str) else ():
        if isinstance(one, Mapping):
            family = " ".join(
                str(one[key]) for key in ("non-dropping-particle", "family") if one.get(key)
            )
            if shown := _line(family or str(one.get("literal", ""))):
                yield Name(shown, _line(str(one.get("given", ""))))


def _csl_year(issued: object) -> str:
    """Return the year of ``{"date-parts": [[2021, 3]]}``, or of a date in words."""
    found = _YEAR.search(json.dumps(issued)) if isinstance(issued, Mapping) else None
    return found[0] if found else ""


def _address(doi: str, url: str) -> str:
    if doi:
        return f"https://doi.org/{doi}"
    return url if _WEB.fullmatch(url) else ""


def _lacking(work: Work) -> Iterator[str]:
    lacks = [name for name in ("authors", "year") if not getattr(work, name)]
    if not (work.doi or work.url):
        lacks.append("DOI or url")
    if lacks:
        yield f"{work.place}: {work.key!r} has no {', no '.join(lacks)}"


def _why(block: ParsingFailedBlock) -> str:
    """Return one sentence; an entry without an end has its reason elsewhere than others."""
    if isinstance(block, DuplicateBlockKeyBlock):
        return f"a second entry with the key {block.key!r}"
    why = getattr(block.error, "abort_reason", None) or str(block.error)
    return _line(why.partition(" Note: ")[0]).rstrip(".")


def _key_in(block: Block) -> str:
    found = re.match(r"@\w+\s*\{\s*([^,\s}]+)", block.raw or "")
    return found[1] if found else ""


def _place(block: Block, file: ReferencesFile) -> str:
    return f"{file.path}, line {(block.start_line or 0) + 1}"


def _bare(text: str) -> str:
    """Return a text of BibTeX without the braces that keep words together."""
    return _line(_BRACES.sub("", text))


def _line(text: str) -> str:
    """Return a text in one line."""
    return " ".join(text.split())
