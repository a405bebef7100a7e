r"""Sentences with one word marked in square brackets, as in ``We waited [until] morning``.

``\[`` and ``\]`` stand for brackets that mark nothing.
"""

import re

_PIECES = re.compile(r"\\[\[\]]|[\[\]]|\\|[^\\\[\]]+")


class NotMarked(Exception):
    """A line does not have one marked word; the message is the reason."""


def read_marked(line: str) -> tuple[str, int, int]:
    """Return the sentence, and the first and the one-after-last character of the marked word.

    Raises:
        NotMarked: With the reason.
    """
    written: list[str] = []
    marks: list[tuple[str, int]] = []
    length = 0
    for piece in _PIECES.findall(line.strip()):
        if piece in ("[", "]"):
            marks.append((piece, length))
            continue
        text = piece.removeprefix("\\") or piece
        written.append(text)
        length += len(text)
    kinds = "".join(kind for kind, _ in marks)
    if kinds != "[]":
        raise NotMarked(_reason(kinds))
    return _trimmed("".join(written), marks[0][1], marks[1][1])


def _trimmed(text: str, start: int, end: int) -> tuple[str, int, int]:
    word = text[start:end]
    if not word.strip():
        raise NotMarked("there is nothing between its square brackets")
    start += len(word) - len(word.lstrip())
    end = start + len(word.strip())
    before = len(text) - len(text.lstrip())
    return text.strip(), start - before, end - before


def _reason(kinds: str) -> str:
    if not kinds:
        return "no word is marked in square brackets"
    if kinds == "[]" * (len(kinds) // 2):
        return (
            f"{len(kinds) // 2} words are marked in square brackets; write a line for each, and "
            r"\[ and \] for brackets that mark nothing"
        )
    return r"a square bracket has no partner; write \[ and \] for brackets that mark nothing"
