"""Works as data: CSL-JSON, BibTeX, tags that Google Scholar and Zotero read, and JSON-LD."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from bibtexparser.entrypoint import write_string
from bibtexparser.library import Library as Bibliography
from bibtexparser.model import Entry, Field
from bibtexparser.writer import BibtexFormat

from topopress.pages.citations.citation import Citation
from topopress.pages.citations.intents import CITO, INTENTS
from topopress.pages.citations.styles import plain
from topopress.pages.citations.works import Work

_BIBTEX = {
    "article-journal": ("article", "journal"), "paper-conference": ("inproceedings", "booktitle"),
    "chapter": ("incollection", "booktitle"), "book": ("book", "series"),
    "thesis": ("phdthesis", "school"), "report": ("techreport", "institution"),
}  # fmt: skip
_SPECIAL = str.maketrans(
    {character: f"\\{character}" for character in "{}%&#_$"}
    | {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}
)
"""Characters that BibTeX reads as commands."""


def csl_json(works: Iterable[Work]) -> bytes:
    """Return works as CSL-JSON."""
    return (json.dumps([*map(item_of, works)], ensure_ascii=False, indent=1) + "\n").encode()


def bibtex_of(works: Iterable[Work]) -> bytes:
    """Return works as BibTeX."""
    return bibtex_text([_entry(work) for work in works]).encode()


def bibtex_text(entries: Sequence[Entry]) -> str:
    """Return entries as BibTeX, with their values in one column."""
    layout = BibtexFormat()  # type: ignore[no-untyped-call]
    layout.indent, layout.value_column, layout.trailing_comma = "  ", 15, True
    return write_string(Bibliography([*entries]), bibtex_format=layout)


def highwire(works: Iterable[Work]) -> Iterator[tuple[str, str]]:
    """Yield a tag ``citation_reference`` for each work."""
    for work in works:
        fields = {
            "title": work.title,
            "author": "; ".join(f"{one.given} {one.family}".strip() for one in work.authors),
            "journal_title": work.container,
            "publication_date": work.year,
            "doi": work.doi,
        }
        yield (
            "citation_reference",
            "; ".join(f"citation_{key}={value}" for key, value in fields.items() if value),
        )


def json_ld(article: Mapping[str, Any], citations: Sequence[Citation]) -> str:
    """Return an article with its citations by CiTO's properties, as JSON-LD."""
    works = {one.work.key: one.work for one in citations}
    properties: dict[str, list[str]] = {}
    for one in citations:
        listed = properties.setdefault(f"cito:{INTENTS[one.intent].property}", [])
        if (name := _iri(one.work)) not in listed:
            listed.append(name)
    document = {
        "@context": ["https://schema.org", {"cito": CITO}],
        **article,
        "citation": [_cited(work) for work in works.values()],
        **{name: [{"@id": iri} for iri in found] for name, found in sorted(properties.items())},
    }
    return json.dumps(document, ensure_ascii=True, separators=(",", ":"))


def _iri(work: Work) -> str:
    return work.url or f"#{work.key}"


def _cited(work: Work) -> dict[str, Any]:
    authors = [
        {"@type": "Person", "name": f"{one.given} {one.family}".strip()} for one in work.authors
    ]
    found = {"name": work.title, "author": authors, "datePublished": work.year, "text": plain(work)}
    return {"@type": "CreativeWork", "@id": _iri(work), **{k: v for k, v in found.items() if v}}


def item_of(work: Work) -> dict[str, Any]:
    """Return a work as an item of CSL-JSON."""
    authors = [
        {"family": one.family, "given": one.given} if one.given else {"literal": one.family}
        for one in work.authors
    ]
    fields: dict[str, Any] = {
        "id": work.key,
        "type": work.type,
        "title": work.title,
        "author": authors,
        "container-title": work.container,
        "volume": work.volume,
        "issue": work.issue,
        "page": work.pages,
        "publisher": work.publisher,
        "issued": {"date-parts": [[int(work.year)]]} if work.year else None,
        "DOI": work.doi,
        "URL": "" if work.doi else work.url,
    }
    return {key: value for key, value in fields.items() if value}


def _entry(work: Work) -> Entry:
    kind, container = _BIBTEX.get(work.type, ("misc", "howpublished"))
    names = [", ".join(filter(None, (one.family, one.given))) for one in work.authors]
    people = [
        escaped(name) if one.given else f"{{{escaped(name)}}}"
        for one, name in zip(work.authors, names, strict=True)
    ]
    fields = {
        "author": " and ".join([*people, *(["others"] if work.more_authors else [])]),
        "title": f"{{{escaped(work.title)}}}",
        container: escaped(work.container),
        "volume": escaped(work.volume),
        "number": escaped(work.issue),
        "pages": escaped(work.pages.replace("–", "--")),
        "publisher": escaped(work.publisher),
        "year": work.year,
        "doi": work.doi,
        "url": "" if work.doi else work.url,
    }
    return Entry(kind, work.key, [Field(key, value) for key, value in fields.items() if value])


def escaped(text: str) -> str:
    """Return a text for BibTeX."""
    return text.translate(_SPECIAL)
