"""Finds where the words of a sentence stand in its text, or makes the text from the words."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Surface:
    """A stretch of a sentence as it is written: one word, or several such as ``du`` (de le).

    Attributes:
        form: The stretch.
        words: The forms of its words; for one word, its form alone.
        space_after: Whether a space follows.
    """

    form: str
    words: tuple[str, ...]
    space_after: bool = True

    @property
    def is_joined(self) -> bool:
        """Whether its words do not make up the stretch, so that each takes the place of all."""
        return len(self.words) > 1 and "".join(self.words) != self.form

    def places(self, start: int, end: int) -> list[Place]:
        """Return the place of each word, if the stretch stands at these characters."""
        if len(self.words) == 1 or self.is_joined or end - start != len(self.form):
            return [(start, end)] * len(self.words)
        found: list[Place] = []
        for word in self.words:
            found.append((start, start + len(word)))
            start += len(word)
        return found


def places_in(text: str, surfaces: Sequence[Surface]) -> list[Place] | None:
    """Return the place of each word in a text, or None if the text is not made of these words."""
    found: list[Place] = []
    position = 0
    for surface in surfaces:
        while position < len(text) and text[position].isspace():
            position += 1
        end = _end(text, position, surface.form)
        if end is None:
            return None
        found += surface.places(position, end)
        position = end
    return found


def _end(text: str, position: int, form: str) -> int | None:
    if text.startswith(form, position):
        return position + len(form)
    if not any(c.isspace() for c in form):
        return None
    # Spaces within a word may be written otherwise in the text.
    match = re.compile(r"\s+".join(map(re.escape, form.split()))).match(text, position)
    return match.end() if match else None


def made_text(surfaces: Sequence[Surface]) -> tuple[str, list[Place]]:
    """Return the text that words make up, and the place of each word."""
    text = ""
    found: list[Place] = []
    for surface in surfaces:
        start = len(text)
        text += surface.form
        found += surface.places(start, len(text))
        text += " " if surface.space_after and surface.form else ""
    return text.rstrip(), found
