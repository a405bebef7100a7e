"""Explorations of texts: throughput of the capture, memory of a build, weight of the site."""

import texts_capture
import texts_memory
import texts_weight
from texts_site import MISSING


def report() -> str:
    """Return all three, or what is missing."""
    if MISSING:
        return MISSING
    parts = {"capture": texts_capture, "memory": texts_memory, "weight": texts_weight}
    return "\n\n".join(f"### {name}\n\n{part.report()}" for name, part in parts.items())
