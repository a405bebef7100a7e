"""Types of the texts that stand on pages: lines, names, addresses, languages, days.

Each refuses what a page cannot have, so that a mistake is known before anything is computed.
"""

import datetime as dt
import re
import unicodedata
from typing import Annotated, Any
from urllib.parse import SplitResult, urlsplit

from pydantic import AfterValidator, BeforeValidator

from topopress.config.addresses import RESERVED, slug
from topopress.core.file_names import is_portable

# BCP 47 without the tags of before 2006: language, script, region, variants, extensions.
_LANGUAGE = re.compile(
    r"[a-z]{2,3}(-[a-z]{3}){0,3}(-[a-z]{4})?(-([a-z]{2}|[0-9]{3}))?"
    r"(-([a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*(-[a-wy-z0-9](-[a-z0-9]{2,8})+)*(-x(-[a-z0-9]{1,8})+)?",
    re.IGNORECASE,
)
# A name, or the numbers of IPv6 that urlsplit has checked; letters of all scripts.
_HOST = re.compile(r"(?=.{1,253}$)(([\w-]{1,63}\.)*[\w-]{1,63}\.?|[0-9a-f]*:[0-9a-f:.]+)")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def _line(text: str) -> str:
    """Return a text as one line."""
    return " ".join(text.split())


def _title(text: str) -> str:
    # Spaces without width are characters, but no reader sees them.
    if not any(unicodedata.category(letter)[0] in "LNPS" for letter in text):
        raise ValueError(f"must have at least one letter, digit or sign, got {text!r}")
    return text


def _tag(text: str) -> str:
    if not tag_address(text):
        raise ValueError(f"must have at least one letter or digit, got {text!r}")
    return text


def tag_address(tag: str) -> str:
    """Return a tag as the address of its place uses it: letters and digits of all scripts."""
    return re.sub(r"[^\w]+", "-", unicodedata.normalize("NFC", tag).casefold()).strip("-_")


def _author(name: str) -> str:
    if not any(letter.isalnum() for letter in name.partition(",")[0]):
        raise ValueError(f"must be a name, such as 'A. Author' or 'Author, A.', got {name!r}")
    return name


def _web_address(text: str) -> str:
    fault = web_address_fault(text)
    if fault:
        raise ValueError(
            f"must be an address that begins with https:// or http://, got {text!r} ({fault})"
        )
    return text


def web_address_fault(text: str) -> str:
    """Return what is wrong with a web address, or nothing."""
    try:
        parts = urlsplit(text)
        _ = parts.port  # checks it
    except ValueError as error:
        return str(error)
    if re.search(r"[\s\"'<>\\^`{|}]", text):
        return "it has a space, a quotation mark or a bracket"
    if parts.scheme not in ("http", "https"):
        hint = (
            ""
            if parts.scheme or web_address_fault(f"https://{text}")
            else f"; write https://{text}"
        )
        return f"it has no http:// or https://{hint}"
    if parts.username is not None:
        return "it has a user name, which everybody could read"
    return "" if _is_host(parts) else "it names no host"


def _is_host(address: SplitResult) -> bool:
    return bool(_HOST.fullmatch(address.hostname or ""))


def _site_address(text: str) -> str:
    if "?" in text or "#" in text:
        raise ValueError(f"must be the address of a folder, without ? and #, got {text!r}")
    return text


def _language(tag: str) -> str:
    if not _LANGUAGE.fullmatch(tag):
        plain = tag.replace("_", "-").partition(".")[0]
        hint = f"; write {plain}" if plain != tag and _LANGUAGE.fullmatch(plain) else ""
        raise ValueError(
            f"must be a BCP 47 language tag such as en, de-CH or zh-Hant, got {tag!r}{hint}"
        )
    return tag


def _day(written: Any) -> Any:  # noqa: ANN401 - whatever an author wrote
    # A text of digits alone would be taken for seconds since 1970.
    if isinstance(written, str):
        found = _DAY.fullmatch(written) and _day_of(written)
        if not found:
            raise ValueError(f"must be a day such as 2024-05-31, got {written!r}")
        return found
    return written


def _day_of(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None


def _slug(text: str) -> str:
    if text != slug(text) or text in RESERVED or not is_portable(text):
        raise ValueError(
            f"must be lower-case letters a to z, digits and hyphens between them, and none of "
            f"{', '.join(sorted(RESERVED))} or a name like 'con', got {text!r}"
        )
    return text


Line = Annotated[str, AfterValidator(_line)]
Title = Annotated[Line, AfterValidator(_title)]
Tag = Annotated[Line, AfterValidator(_tag)]
Author = Annotated[Line, AfterValidator(_author)]
WebAddress = Annotated[str, AfterValidator(_web_address)]
SiteAddress = Annotated[WebAddress, AfterValidator(_site_address)]
LanguageTag = Annotated[str, AfterValidator(_language)]
Day = Annotated[dt.date, BeforeValidator(_day)]
Slug = Annotated[str, AfterValidator(_slug)]
