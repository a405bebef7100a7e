"""A description of a supplement's files for programs: RO-Crate 1.2, which is JSON-LD.

https://www.researchobject.org/ro-crate/specification/1.2/
"""

import json
import mimetypes
from collections.abc import Mapping, Sequence
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import quote

from topopress import __version__
from topopress.config.load import Project
from topopress.pages.citations.people import Person
from topopress.pages.sources import PageSource

_CONTEXT = "https://w3id.org/ro/crate/1.2/context"
_VERSION = "https://w3id.org/ro/crate/1.2"
_FORMATS = {
    ".js": "text/javascript",
    ".webp": "image/webp",
    ".woff2": "font/woff2",
    ".bib": "application/x-bibtex",
    ".toml": "application/toml",
    ".md": "text/markdown",
    ".cff": "application/yaml",
}
_MAKER = "#topopress"


def ro_crate(
    project: Project,
    sources: Sequence[PageSource],
    files: Mapping[str, bytes],
    licence: str,
    people: Sequence[Person],
) -> bytes:
    """Return ``ro-crate-metadata.json`` of files by path; ``licence`` is the path of one of them.

    ``people`` are the authors; none in an anonymous supplement.
    """
    site = project.site
    days = [one.settings.date for one in sources if one.settings.date]
    titles = "; ".join(f"“{one.settings.title}”" for one in sources)
    authors = [_person(person) for person in people]
    root = {
        "@id": "./",
        "@type": "Dataset",
        "name": site.title,
        "description": site.tagline or f"A site with {titles}.",
        "datePublished": max(days).isoformat() if days else None,
        "license": {"@id": licence},
        "author": [{"@id": author["@id"]} for author in authors],
        "url": site.url,
        "version": site.version,
        "hasPart": [{"@id": quote(path)} for path in sorted(files)],
    }
    graph = [
        {
            "@id": "ro-crate-metadata.json",
            "@type": "CreativeWork",
            "conformsTo": {"@id": _VERSION},
            "about": {"@id": "./"},
        },
        {key: value for key, value in root.items() if value},
        *(_file(path, files[path], licence, sources) for path in sorted(files)),
        *authors,
        {
            "@id": _MAKER,
            "@type": "SoftwareApplication",
            "name": "Topopress",
            "version": __version__,
        },
        {
            "@id": "#build",
            "@type": "CreateAction",
            "name": "topopress build",
            "instrument": {"@id": _MAKER},
            "result": {"@id": "./"},
        },
    ]
    document = {"@context": _CONTEXT, "@graph": graph}
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()


def _file(path: str, content: bytes, licence: str, sources: Sequence[PageSource]) -> dict[str, Any]:
    ending = PurePosixPath(path).suffix.lower()
    known = _FORMATS.get(ending) or mimetypes.types_map.get(ending)
    titles = {f"{one.name}/index.html": one.settings.title for one in sources}
    name = titles.get(path) or ("Licence" if path == licence else PurePosixPath(path).name)
    described = {
        "@id": quote(path),
        "@type": "File",
        "name": name,
        "contentSize": str(len(content)),
        "encodingFormat": known,
    }
    return {key: value for key, value in described.items() if value}


def _person(person: Person) -> dict[str, Any]:
    described = {
        "@id": f"https://orcid.org/{person.orcid}" if person.orcid else f"#{quote(person.name)}",
        "@type": "Person",
        "name": person.name,
        "givenName": person.given,
        "familyName": person.family,
        "affiliation": person.affiliation,
    }
    return {key: value for key, value in described.items() if value}
