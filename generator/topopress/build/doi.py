"""Asks the registrar of a DOI for the data of a work. No build does this, only ``cite add``."""

import re
import time
from http.client import HTTPException, HTTPResponse
from urllib.error import HTTPError, URLError
from urllib.parse import quote
from urllib.request import Request, urlopen

from topopress import __version__
from topopress.core.errors import CiteError

RESOLVER = "https://doi.org"
DOI = re.compile(r"(?:https?://(?:dx\.)?doi\.org/|doi:\s*)?(10\.\d{4,9}/\S+)", re.IGNORECASE)
SECONDS = 20.0
"""For the whole answer."""
MOST_BYTES = 2_000_000
_CSL = "application/vnd.citationstyles.csl+json"
_ENDINGS = {_CSL: ".json", "application/json": ".json", "application/x-bibtex": ".bib",
            "text/x-bibtex": ".bib"}  # fmt: skip
_ACCEPT = f"{_CSL}, application/x-bibtex;q=0.5"
_NOT_FOUND, _NOT_ACCEPTABLE = 404, 406


def fetch(doi: str, resolver: str = RESOLVER, seconds: float = SECONDS) -> tuple[str, str]:
    """Return the data of a work, and ``.json`` or ``.bib``, which says how to read it.

    Raises:
        CiteError: if there is no answer, or none that can be read.
    """
    address = f"{resolver.rstrip('/')}/{quote(doi, safe='/:;()')}"
    if not address.startswith(("https://", "http://")):
        raise CiteError(f"--resolver {resolver}: must begin with https:// or http://")
    headers = {"Accept": _ACCEPT, "User-Agent": f"topopress/{__version__}"}
    end = time.monotonic() + seconds
    try:
        with urlopen(Request(address, headers=headers), timeout=seconds) as answer:
            kind = answer.headers.get_content_type()
            if kind not in _ENDINGS:
                raise CiteError(f"{address}: answered with {kind}, not with the data of a work")
            return _read(answer, end, address).decode("utf-8"), _ENDINGS[kind]
    except HTTPError as error:
        with error:
            raise CiteError(f"{address}: {_of_status(error.code, doi)}") from error
    except UnicodeDecodeError as error:
        raise CiteError(f"{address}: the answer is no UTF-8 text") from error
    except TimeoutError as error:
        raise CiteError(_too_slow(address, seconds)) from error
    except (URLError, HTTPException, OSError, ValueError) as error:
        why = getattr(error, "reason", None) or error
        if isinstance(why, TimeoutError):
            raise CiteError(_too_slow(address, seconds)) from error
        raise CiteError(
            f"{address}: cannot be reached: {why}; or save the entry as a file, and add the file"
        ) from error


def _read(answer: HTTPResponse, end: float, address: str) -> bytes:
    """Read an answer that comes in time and is not too long."""
    parts, size = [], 0
    while part := answer.read1(65536):
        parts.append(part)
        size += len(part)
        if size > MOST_BYTES:
            raise CiteError(f"{address}: the answer has more than {MOST_BYTES:,} bytes")
        if time.monotonic() > end:
            raise TimeoutError
    return b"".join(parts)


def _of_status(status: int, doi: str) -> str:
    if status == _NOT_FOUND:
        return f"there is no work with the DOI {doi}; check how it is written"
    if status == _NOT_ACCEPTABLE:
        return "the registrar of this DOI has no data that can be read; add a file instead"
    return f"answered with the status {status}; try again later, or add a file instead"


def _too_slow(address: str, seconds: float) -> str:
    return f"{address}: no full answer within {seconds:g} seconds; try again later"
