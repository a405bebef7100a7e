"""Front matter: settings before a text, which other generators and note apps write."""

import re

_FENCES = {"---": ("---", "..."), "+++": ("+++",)}
_FENCE = "+++"
_KEY = re.compile(r"[\w\"'.-]+\s*[:=](\s|$)")
_INNER = re.compile(r"\s*$|\s+\S|- |#|\[.*\]\s*$|\]|\}")


def without_front_matter(text: str) -> tuple[str, int]:
    """Return a text with its front matter as empty lines, and the number of these lines.

    The other lines keep their numbers. A rule, ``---``, with text below it is no front matter.
    """
    lines = text.split("\n")
    ends = _FENCES.get(lines[0].rstrip(), ())
    end = next((n for n, line in enumerate(lines) if n and line.rstrip() in ends), 0)
    inside = lines[1:end]
    keys = [line for line in inside if _KEY.match(line)]
    if not keys or not all(_KEY.match(line) or _INNER.match(line) for line in inside):
        return text, 0
    return "\n".join([""] * (end + 1) + lines[end + 1 :]), end + 1


def split_front_matter(text: str) -> tuple[str, str]:
    """Return the TOML between two lines ``+++`` at the start of a text, and the text after it.

    Empty lines stand for what is taken out, so that lines keep their numbers in both.

    Raises:
        LookupError: there is no such front matter.
    """
    lines = text.split("\n")
    first = next((line.rstrip() for line in lines if line.strip()), "")
    if first == "---":
        raise LookupError("its settings stand between lines '+++', in TOML; this is '---'")
    if lines[0].rstrip() != _FENCE:
        raise LookupError(
            "begins with its settings: a line '+++', then such as title = \"My case study\", then "
            "a line '+++'"
        )
    end = next((n for n, line in enumerate(lines) if n and line.rstrip() == _FENCE), 0)
    if not end:
        raise LookupError("its settings have no end: write a line '+++' after them")
    return "\n".join(["", *lines[1:end]]), "\n".join([""] * (end + 1) + lines[end + 1 :])
