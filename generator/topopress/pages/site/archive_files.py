"""How archives and reference managers read a site: CITATION.cff, Zenodo's and CodeMeta's files.

Citation File Format 1.2.0 (doi:10.5281/zenodo.5171937), https://developers.zenodo.org and
https://w3id.org/codemeta/3.0. They are written where there are authors, which none may lack.
"""

import html
import json
import re
from collections.abc import Iterator, Sequence
from typing import Any

from topopress.config.schema import Site
from topopress.pages.citations.people import Person, people_of
from topopress.pages.site.release import DIGEST
from topopress.pages.sources import ArticleSource

_MESSAGE = "If you use this site, please cite it as below."
_LICENCES = (
    "CC0-1.0", "CC-BY-4.0", "CC-BY-SA-4.0", "CC-BY-NC-4.0", "CC-BY-NC-SA-4.0", "CC-BY-ND-4.0",
    "CC-BY-NC-ND-4.0", "MIT", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "GPL-3.0-only",
    "GPL-3.0-or-later", "ODbL-1.0",
)  # fmt: skip
"""Names of licences in SPDX that the files can state; others stay words on the pages."""
_UNSAFE = re.compile("[\x7f-\x9f\ud800-\udfff\ufeff\ufffe\uffff]")


def archive_files(site: Site, articles: Sequence[ArticleSource]) -> Iterator[tuple[str, bytes]]:
    """Yield the files by their paths; none where the site has no authors."""
    people = people_of(site, [one.settings.authors for one in articles])
    if not people:
        return
    days = [one.settings.date for one in articles if one.settings.date]
    day = max(days).isoformat() if days else ""
    yield "CITATION.cff", _cff(site, people, day).encode()
    yield ".zenodo.json", _json(_zenodo(site, people, day))
    yield "codemeta.json", _json(_codemeta(site, people, day))


def spdx(licence: str | None) -> str:
    """Return the name in SPDX of a licence that is stated in words; empty if it is not known."""
    said = re.sub(r"[\s_-]+", "-", (licence or "").strip()).lower()
    return next((name for name in _LICENCES if name.lower() == said), "")


def _cff(site: Site, people: Sequence[Person], day: str) -> str:
    fields = {
        "cff-version": "1.2.0",
        "message": _MESSAGE,
        "type": "dataset",
        "title": site.title,
        "abstract": site.tagline,
        "version": site.version or "",
        "date-released": day,
        "license": spdx(site.license),
        "url": site.url or "",
        "repository-code": site.repository or "",
    }
    lines = [f"{key}: {_yaml(value)}" for key, value in fields.items() if value]
    lines += ["identifiers:", "  - type: other", f'    value: "sha256:{DIGEST}"']
    lines += ['    description: "Digest of the build: SHA-256 of its list of files"', "authors:"]
    for person in people:
        known = {
            "family-names": person.family,
            "given-names": person.given,
            "name": "" if person.family else person.name,
            "orcid": f"https://orcid.org/{person.orcid}" if person.orcid else "",
            # An entity of CFF has no affiliation.
            "affiliation": person.affiliation if person.family else "",
        }
        stated = [f"{key}: {_yaml(value)}" for key, value in known.items() if value]
        lines += [f"  - {stated[0]}", *(f"    {one}" for one in stated[1:])]
    return "\n".join(lines) + "\n"


def _zenodo(site: Site, people: Sequence[Person], day: str) -> dict[str, Any]:
    return {
        "title": site.title,
        "upload_type": "dataset",
        # Zenodo reads HTML.
        "description": f"<p>{html.escape(site.tagline or site.title)}</p>",
        "creators": [
            {
                "name": f"{one.family}, {one.given}" if one.family else one.name,
                "orcid": one.orcid,
                "affiliation": one.affiliation,
            }
            for one in people
        ],
        "version": site.version or DIGEST,
        "publication_date": day,
        "license": spdx(site.license).lower(),
        "related_identifiers": [
            {"identifier": address, "relation": relation}
            for address, relation in (
                (site.url, "isIdenticalTo"),
                (site.repository, "isDerivedFrom"),
            )
            if address
        ],
    }


def _codemeta(site: Site, people: Sequence[Person], day: str) -> dict[str, Any]:
    licence = spdx(site.license)
    return {
        "@context": "https://w3id.org/codemeta/3.0",
        "type": "SoftwareSourceCode",
        "name": site.title,
        "description": site.tagline,
        "author": [
            {
                "id": f"https://orcid.org/{one.orcid}" if one.orcid else "",
                "type": "Person" if one.family else "Organization",
                "name": "" if one.family else one.name,
                "givenName": one.given,
                "familyName": one.family,
                "affiliation": {"type": "Organization", "name": one.affiliation}
                if one.affiliation
                else "",
            }
            for one in people
        ],
        "version": site.version or DIGEST,
        "identifier": f"sha256:{DIGEST}",
        "datePublished": day,
        "license": f"https://spdx.org/licenses/{licence}" if licence else "",
        "url": site.url or "",
        "codeRepository": site.repository or "",
    }


def _json(document: dict[str, Any]) -> bytes:
    return (json.dumps(_stated(document), ensure_ascii=True, indent=1) + "\n").encode("ascii")


def _stated(value: Any) -> Any:  # noqa: ANN401 - any JSON
    """Return a document without what is empty."""
    if isinstance(value, dict):
        return {key: _stated(inner) for key, inner in value.items() if inner}
    return [_stated(inner) for inner in value] if isinstance(value, list) else value


def _yaml(text: str) -> str:
    """Return a text for YAML: JSON's, but for characters that YAML has only as escapes."""
    quoted = json.dumps(text, ensure_ascii=False)
    return _UNSAFE.sub(lambda found: f"\\u{ord(found[0]):04x}", quoted)
