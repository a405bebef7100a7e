"""What was meant as a link or a picture, and is neither in Markdown: it would be missing."""

import re

from markdown_it.rules_inline import StateInline

_EMBEDDED = re.compile(r"!\[\[([^\[\]\n]+)\]\]")
_LINK = re.compile(r"(!?)\[([^\[\]]*)\]\(((?:[^()\n]|\([^()\n]*\))*)\)")
_SIZE = re.compile(r"\s+(=\d*x?\d*)$")
# "[0, 1](closed on both sides)" is a text; "[slides](My Slides.pdf)" was meant as a link.
_ADDRESS = re.compile(r"\.\w{1,5}(?=$|[#?\s])|/|^#")


def near_link(state: StateInline, silent: bool) -> bool:
    """Take what looks like a link or a picture and is none for a token that says so."""
    embedded, match = (one.match(state.src, state.pos) for one in (_EMBEDDED, _LINK))
    found = embedded or match
    if found is None or (match and not _is_meant(state, match)):
        return False
    if not silent:
        message = _of_embedded(embedded[1]) if embedded else _of_link(match) if match else ""
        state.push("mistake", "", 0).content = message
    state.pos = found.end()
    return True


def _is_meant(state: StateInline, match: re.Match[str]) -> bool:
    before = state.src[max(0, match.start() - 1) : match.start()]
    if not match[3].strip() or before.isalnum():
        return False
    return bool(match[1] or _ADDRESS.search(match[3]))


def _of_embedded(inside: str) -> str:
    name = inside.partition("|")[0]
    return (
        f"'![[{inside}]]' shows nothing; write ![what it shows]({_bracketed(name)}) for a picture, "
        f"[text]({_bracketed(name)}) for another file"
    )


def _of_link(match: re.Match[str]) -> str:
    what = "picture" if match[1] else "link"
    size = _SIZE.search(match[3])
    if size:
        return (
            f"{match[0]!r} is no {what}, because of {size[1]!r}; sizes cannot be given; remove it"
        )
    return (
        f"{match[0]!r} is no {what}: an address with spaces or open brackets stands in angle "
        f"brackets, as in ({_bracketed(match[3], always=True)})"
    )


def _bracketed(address: str, *, always: bool = False) -> str:
    return f"<{address.strip()}>" if always or " " in address else address
