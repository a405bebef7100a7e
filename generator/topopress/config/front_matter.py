"""Front matter: settings before a text, which other generators and note apps write."""

import re

_FENCES = {"---": ("---", "..."), "+++": ("+++",)}
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
