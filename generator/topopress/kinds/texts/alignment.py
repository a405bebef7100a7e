"""Finds the tokens of words by the characters they stand for, in windows that a network takes.

A token belongs to a word if both have a character in common. This holds for every tokenizer that
knows the characters of its tokens: WordPiece, byte-level BPE (where the bytes of one character can
be several tokens, and a token can begin with the space before a word), Unigram with a mark for
spaces. A token that only stands for a space, or for the one that a tokenizer puts before a text,
belongs to no word.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

import numpy as np

from topopress.core.arrays import Int32
from topopress.core.errors import NetworkError
from topopress.kinds.texts.tokenizer import Encoding, FastTokenizer

Span = tuple[int, int]
"""First and one-after-last character of a word, or token of a window."""

SPACE_MARKS = frozenset("\u2581\u0120")
"""What stands for a space in the vocabularies of Unigram and byte-level BPE."""

_STEPS = 4
"""Windows begin at every fourth of their length, so a word has 3/8 of a window on both sides."""


@dataclass(frozen=True, slots=True)
class Window:
    """Tokens that a network takes at once.

    Attributes:
        ids: Numbers of the tokens, with those that the tokenizer adds before and after.
        content: First and one-after-last of the tokens that stand for the text.
    """

    ids: tuple[int, ...]
    content: Span


@dataclass(frozen=True, slots=True, eq=False)
class Windows:
    """A text as windows, and the tokens of each word in them.

    Attributes:
        windows: The windows, in the order of the text.
        spans: Window, first and one-after-last token in it of each word, shape (n_words, 3); -1 for
            a word without a place.
        unaligned: The words for which no token stands, such as one of control characters.
        too_long: The words that have more tokens than a window.
    """

    windows: tuple[Window, ...]
    spans: Int32
    unaligned: tuple[int, ...] = ()
    too_long: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class _Content:
    """The tokens of a text, and those that the tokenizer adds before and after."""

    before: tuple[int, ...]
    ids: tuple[int, ...]
    after: tuple[int, ...]
    room: int

    def window(self, first: int, end: int) -> Window:
        """Return a window with some tokens of the text."""
        inner = self.ids[first:end]
        ids = (*self.before, *inner, *self.after)
        return Window(ids, (len(self.before), len(self.before) + len(inner)))

    def start(self, first: int, end: int) -> int | None:
        """Return where the window of a word begins; None if the word is longer than a window.

        ``first`` and ``end`` are tokens of the text with those before it, the result is not.
        """
        return _start(first - len(self.before), end - len(self.before), len(self.ids), self.room)


def windows(
    tokenizer: FastTokenizer, text: str, spans: Sequence[Span], *, most_tokens: int | None
) -> Windows:
    """Return the windows of a sentence in which its words lie.

    Each word lies in one window: in that which gives it most context on its shorter side, where the
    begin and the end of the sentence lack no context. A sentence that a network takes at once is
    one window.

    Args:
        tokenizer: A tokenizer that cuts nothing off; see ``whole_tokenizer``.
        text: The sentence.
        spans: First and one-after-last character of each word.
        most_tokens: How many tokens a network takes, with those that the tokenizer adds; None
            for any number.

    Raises:
        NetworkError: The network takes no more tokens than the tokenizer adds.
    """
    encoding = tokenizer.encode(text)
    content = _content(encoding, most_tokens)
    found = tokens_of(encoding, text, spans)
    starts = [content.start(*tokens) if tokens else None for tokens in found]
    used = sorted({start for start in starts if start is not None})
    number = {start: k for k, start in enumerate(used)}
    places = [
        (-1, -1, -1)
        if tokens is None or start is None
        else (number[start], tokens[0] - start, tokens[1] - start)
        for tokens, start in zip(found, starts, strict=True)
    ]
    return Windows(
        tuple(content.window(start, start + content.room) for start in used),
        np.array(places, np.int32).reshape(len(spans), 3),
        unaligned=tuple(k for k, tokens in enumerate(found) if tokens is None),
        too_long=tuple(k for k, start in enumerate(starts) if start is None and found[k]),
    )


def text_windows(tokenizer: FastTokenizer, text: str, *, most_tokens: int | None) -> Windows:
    """Return the windows of a whole text. Each token lies in one of them, and lengths are equal.

    A text without any token has no window. Arguments and errors are those of ``windows``.
    """
    content = _content(tokenizer.encode(text), most_tokens)
    n_tokens = len(content.ids)
    n_windows = -(-n_tokens // content.room)
    bounds = [k * n_tokens // n_windows for k in range(n_windows + 1)] if n_windows else []
    made = tuple(content.window(a, b) for a, b in pairwise(bounds))
    return Windows(made, np.empty((0, 3), np.int32))


def tokens_of(encoding: Encoding, text: str, spans: Sequence[Span]) -> list[Span | None]:
    """Return the first and the one-after-last token of each word; None for one without a token.

    Time grows with the tokens plus the words.
    """
    offsets = encoding.offsets
    tokens = _tokens_with_characters(encoding, offsets, text)
    # Both in order, also where a normaliser changed the order of some characters.
    reached = list(accumulate((offsets[k][1] for k in tokens), max))
    ahead = list(accumulate((offsets[k][0] for k in reversed(tokens)), min))[::-1]
    found: list[Span | None] = []
    for begin, stop in spans:
        first, last = bisect_right(reached, begin), bisect_left(ahead, stop) - 1
        there = first <= last and begin < stop
        found.append((tokens[first], tokens[last] + 1) if there else None)
    return found


def _tokens_with_characters(
    encoding: Encoding, offsets: Sequence[Span], text: str
) -> Sequence[int]:
    """Return the tokens that stand for characters of the text."""
    special, tokens = encoding.special_tokens_mask, encoding.tokens
    return [
        k
        for k, (start, end) in enumerate(offsets)
        if start < end
        and not special[k]
        and not (SPACE_MARKS.issuperset(tokens[k]) and _is_put_before(tokens[k], k, offsets, text))
    ]


def _is_put_before(token: str, k: int, offsets: Sequence[Span], text: str) -> bool:
    """Return whether a token of marks stands for a space that is not there.

    Unigram and byte-level BPE put one before a text, and say that it stands for the first letter.
    This letter may be such a mark itself, and then the next token stands for it, too.
    """
    start, end = offsets[k]
    characters = text[start:end]
    if any(c.isspace() for c in characters):
        return False
    following = offsets[k + 1] if k + 1 < len(offsets) else (0, 0)
    is_shared = following[0] < end and following[1] > start
    return is_shared or token[:1] not in characters


def _content(encoding: Encoding, most_tokens: int | None) -> _Content:
    ids, special = tuple(encoding.ids), encoding.special_tokens_mask
    first = special.index(0) if 0 in special else len(ids)
    end = first + sum(not each for each in special)
    before, content, after = ids[:first], ids[first:end], ids[end:]
    room = max(len(content), 1) if most_tokens is None else most_tokens - len(before) - len(after)
    if room < 1:
        raise NetworkError(
            f"network: it takes {most_tokens} tokens, and its tokenizer adds "
            f"{len(before) + len(after)} to every text, so no word has room"
        )
    return _Content(before, content, after, room)


def _start(first: int, end: int, n_tokens: int, room: int) -> int | None:
    """Return where the window of a word begins, or None for a word that is longer than a window."""
    if n_tokens <= room:
        return 0
    if end - first > room:
        return None
    last = n_tokens - room
    step = max(room // _STEPS, 1)
    grid = range(max(end - room, 0) // step * step, min(first, last) + 1, step)
    starts: list[int] = [start for start in (*grid, last) if start <= first and end <= start + room]
    if not starts:  # a long word between two places where windows begin
        starts = [min(max(first - (room - (end - first)) // 2, 0), last)]
    _, start = max((_context(first, end, start, n_tokens, room), -start) for start in starts)
    return -start


def _context(first: int, end: int, start: int, n_tokens: int, room: int) -> int:
    left = n_tokens if start == 0 else first - start
    right = n_tokens if start + room >= n_tokens else start + room - end
    return min(left, right)
