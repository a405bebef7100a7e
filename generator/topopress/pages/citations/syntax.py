"""How essays write citations: ``[@key]``, ``[@key, p. 3]``, ``[@a; @extends:b]``, ``@key``.

``[-@key]`` leaves out the authors, who are in the sentence already.

A citation in brackets can be followed by its evidence: ``[@supports:key]{evidence="..."}``.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from markdown_it.rules_inline import StateInline

from topopress.pages.citations.intents import INTENTS, PLAIN
from topopress.pages.citations.works import KEY, Library
from topopress.pages.tables.text import or_near

_GROUP = re.compile(r"\[((?:[^\[\]\\]|\\.)*)\](?![(\[:])(?:\{\s*([^{}\n]*?)\s*\})?")
_ITEM = re.compile(rf"\s*(?:([^@;]*?)\s)??\s*(-?)@({KEY.pattern})\s*(?:,\s*(.*?))?\s*", re.DOTALL)
_NARRATIVE = re.compile(rf"@({KEY.pattern})")
_EVIDENCE = re.compile(r'evidence\s*=\s*"([^"]*)"')
_ENDS_SENTENCE = ".:?!,;&#%$/~<>+-"


@dataclass(frozen=True, slots=True)
class Item:
    """One work in a citation, as the essay writes it.

    Attributes:
        cited: What stands behind ``@``: a key, or an intent, a colon and a key.
        before: Words before it, such as ``see``.
        locator: Words behind the comma, such as ``p. 3``.
        bare: Whether the authors are left out, as in ``[-@key]``.
    """

    cited: str
    before: str = ""
    locator: str = ""
    bare: bool = False


def citation(state: StateInline, silent: bool) -> bool:
    """Take ``[@key]`` and ``@key`` for a token that holds its items."""
    if state.src[state.pos] == "[":
        return _group(state, silent)
    return state.src[state.pos] == "@" and _in_sentence(state, silent)


def parted(cited: str, library: Library) -> tuple[str, str]:
    """Return the intent and the key of ``intent:key`` or ``key``.

    Raises:
        LookupError: if there is no such intent, or no such work.
    """
    if cited in library.works:
        return PLAIN, cited
    intent, colon, key = cited.partition(":")
    if colon and key in library.works and intent not in INTENTS:
        raise LookupError(
            f"{intent!r} is no intent of a citation{or_near(intent, INTENTS)} "
            f"Intents: {', '.join(INTENTS)}"
        )
    if colon and intent in INTENTS:
        _require(key, library)
        return intent, key
    _require(cited, library)
    return PLAIN, cited


def without_intent(cited: str) -> str:
    """Return ``key`` of ``intent:key``."""
    intent, colon, key = cited.partition(":")
    return key if colon and intent in INTENTS else cited


def evidence_in(braces: str) -> str:
    """Return what ``evidence="..."`` states; empty where the braces are.

    Raises:
        LookupError: if something else stands there.
    """
    if not braces:
        return ""
    match = _EVIDENCE.fullmatch(braces)
    if match is None or not match[1].strip():
        raise LookupError(
            f'{{{braces}}} behind a citation: write {{evidence="..."}} with a fact, such as '
            "block10.purity, or a view, such as view:layer=block10&node=i3c0"
        )
    return match[1].strip()


def _require(key: str, library: Library) -> None:
    if key in library.works:
        return
    if key in library.broken:
        raise LookupError(f"the entry {key!r} cannot be used: {library.broken[key]}")
    if not library.path:
        raise LookupError(
            f"there is no work {key!r}, because there is no file content/references.bib; write "
            "\\@ for the sign"
        )
    raise LookupError(f"{library.path} has no work {key!r}{or_near(key, library.works)}")


def _group(state: StateInline, silent: bool) -> bool:
    match = _GROUP.match(state.src, state.pos)
    if match is None or "@" not in match[1]:
        return False
    found = [_ITEM.fullmatch(part) for part in match[1].split(";")]
    if found[0] is None:
        return False
    if not silent:
        if None in found:
            wrong = match[1].split(";")[found.index(None)].strip()
            state.push(
                "mistake", "", 0
            ).content = f"[{match[1]}]: {wrong!r} cites no work; write [@key; @key, p. 3]"
        else:
            items = [Item(one[3], one[1] or "", one[4] or "", bool(one[2])) for one in found if one]
            meta = {"items": items, "braces": match[2] or "", "narrative": False}
            token = state.push("citation", "", 0)
            token.content, token.meta = match[0], meta
    state.pos = match.end()
    return True


def _in_sentence(state: StateInline, silent: bool) -> bool:
    before = state.src[state.pos - 1 : state.pos]
    match = _NARRATIVE.match(state.src, state.pos)
    if match is None or before.isalnum() or before in {"@", "/", ".", "_", "-"} - {""}:
        return False
    cited = match[1].rstrip(_ENDS_SENTENCE)
    if not silent:
        meta: Mapping[str, object] = {"items": [Item(cited)], "braces": "", "narrative": True}
        token = state.push("citation", "", 0)
        token.content, token.meta = f"@{cited}", dict(meta)
    state.pos += 1 + len(cited)
    return True
