"""Works that come into a site's references from elsewhere: as BibTeX or CSL-JSON, under a key."""

import html
import json
import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import count
from typing import Any

from bibtexparser.entrypoint import parse_string
from bibtexparser.model import Entry, Field

from topopress.config.references import ReferencesFile
from topopress.pages.citations.export import bibtex_of, bibtex_text, item_of
from topopress.pages.citations.works import KEY, Work, read_library

_TAGS = re.compile(r"</?(?:i|b|em|strong|sub|sup|scp|span|jats:\w+|mml:\w+)\b[^<>]*>")
_WORD = re.compile(r"[^a-z0-9]+")
_NOT_KEPT = frozenset({"reference", "abstract", "link", "license", "assertion", "relation"})
"""Fields of registrars that are long and that no style shows."""


@dataclass(frozen=True, slots=True)
class Incoming:
    """A work that can be added.

    Attributes:
        work: With the key that it came with.
        entry: Its entry, where it came as BibTeX: with the fields that a Work does not have.
        item: The same where it came as CSL-JSON.
    """

    work: Work
    entry: Entry | None = None
    item: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Arrived:
    """The works of a file or an answer, and a sentence on each entry that cannot be used."""

    works: tuple[Incoming, ...]
    left_out: tuple[str, ...]


def arrived(text: str, ending: str, name: str) -> Arrived:
    """Read works from BibTeX (``.bib``) or CSL-JSON (``.json``); ``name`` is for messages."""
    if ending == ".json":
        return _of_json(text, name)
    library = read_library(ReferencesFile(name, text), ending)
    entries = {one.key: one for one in parse_string(text).entries}
    works = (Incoming(work, entry=entries.get(key)) for key, work in library.works.items())
    return Arrived(tuple(works), library.left_out)


def key_of(work: Work, taken: Collection[str]) -> str:
    """Return ``rathore2021``, with a letter where that key is taken."""
    who = work.authors[0].family if work.authors else work.title
    plain = unicodedata.normalize("NFKD", who).encode("ascii", "ignore").decode().lower()
    words = [word for word in _WORD.split(plain) if word]
    stem = "".join(words if work.authors else words[:2]) or "work"
    key = f"{stem}{work.year}"
    known = {one.casefold() for one in taken}
    return next(one for one in _numbered(key) if one not in known)


def with_doi(one: Incoming, doi: str) -> Incoming:
    """Return the answer for a DOI with that DOI, which some registrars leave out."""
    if one.work.doi:
        return one
    work = replace(one.work, doi=doi, url=f"https://doi.org/{doi}")
    item = None if one.item is None else {**one.item, "DOI": doi}
    entry = one.entry and Entry(
        one.entry.entry_type, one.entry.key, [*one.entry.fields, Field("doi", doi)]
    )
    return Incoming(work, entry, item)


def under_key(one: Incoming, key: str, ending: str) -> bytes:
    """Return a work as an entry of a file of references, under a key."""
    if ending == ".json":
        item = {**(one.item or item_of(one.work)), "id": key}
        return json.dumps(item, ensure_ascii=False, indent=1).encode()
    if one.entry is None:
        return bibtex_of([replace(one.work, key=key)])
    fields = [Field(field.key, str(field.value)) for field in one.entry.fields]
    return bibtex_text([Entry(one.entry.entry_type, key, fields)]).encode()


def _numbered(key: str) -> Iterator[str]:
    yield key
    yield from (f"{key}{letter}" for letter in "abcdefghijklmnopqrstuvwxyz")
    yield from (f"{key}-{number}" for number in count(27))


def _of_json(text: str, name: str) -> Arrived:
    try:
        read = json.loads(text)
    except (json.JSONDecodeError, RecursionError) as error:
        return Arrived((), (f"{name}: is no JSON: {error}",))
    # A registrar answers with one work, a file holds several.
    several = read if isinstance(read, list) else [read]
    items = [_with_key(_cleaned(one)) if isinstance(one, dict) else one for one in several]
    read_again = ReferencesFile(name, json.dumps(items))
    library = read_library(read_again, ".json")
    by_key = {str(one["id"]): one for one in items if isinstance(one, dict)}
    works = (Incoming(work, item=by_key.get(key)) for key, work in library.works.items())
    return Arrived(tuple(works), library.left_out)


def _cleaned(item: Mapping[str, Any]) -> dict[str, Any]:
    """Return an item with texts as CSL-JSON has them: no lists of one text, no tags of HTML."""
    plain = {}
    for name, value in item.items():
        one = value[0] if isinstance(value, list) and value and isinstance(value[0], str) else value
        plain[name] = _plain(one) if isinstance(one, str) else one
    return {name: value for name, value in plain.items() if name not in _NOT_KEPT}


def _with_key(item: Mapping[str, Any]) -> Mapping[str, Any]:
    """Give an item a key that can be cited, if it has none: a registrar's is the DOI's address."""
    return item if KEY.fullmatch(str(item.get("id", ""))) else {**item, "id": "work"}


def _plain(text: str) -> str:
    return " ".join(html.unescape(_TAGS.sub("", text)).split())
