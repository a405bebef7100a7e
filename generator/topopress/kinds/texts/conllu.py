"""Reads CoNLL-U, the format of Universal Dependencies (https://universaldependencies.org/format)."""

import re
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from topopress.core.errors import DataError
from topopress.kinds.texts.columns import Cut
from topopress.kinds.texts.placing import Surface
from topopress.kinds.texts.sentences import Sentence, SentenceWords
from topopress.kinds.texts.types import Account, Candidate
from topopress.samples.tables.text_file import Utf8File
from topopress.samples.tables.types import Entry

COLUMNS = ("id", "form", "lemma", "upos", "xpos", "feats", "head", "deprel", "deps", "misc")
EMPTY_NODES = "empty nodes"
_COMMENT = re.compile(r"#\s*(sent_id|text)\s*=(.*)")
_WORD = re.compile(r"[1-9][0-9]{0,8}")
_SEVERAL = re.compile(r"([1-9][0-9]{0,8})-([1-9][0-9]{0,8})")
_EMPTY = re.compile(r"[0-9]{1,9}\.[1-9][0-9]{0,8}")
_NO_SPACE = "SpaceAfter=No"


def conllu_words(file: Path, where: str, cut: Cut, account: Account) -> Iterator[Candidate]:
    """Yield the words of a CoNLL-U file, with the columns that ``cut`` leaves.

    Raises:
        DataError: The file cannot be read, or a line is malformed.
    """
    words = SentenceWords(account)
    for sentence in _sentences(Utf8File(file, where), account, cut):
        yield from words.of(sentence)
    words.finish()
    account.columns = COLUMNS


def _sentences(file: Utf8File, account: Account, cut: Cut) -> Iterator[Sentence]:
    reader: _Reader | None = None
    for line, content in enumerate(chain(file.lines(), [""]), start=1):
        if content.strip():
            reader = reader or _Reader(line, file.where, account, cut)
            reader.read(line, content)
        elif reader:
            yield reader.finished()
            reader = None


class _Reader:
    """Reads the lines of one sentence."""

    def __init__(self, line: int, where: str, account: Account, cut: Cut) -> None:
        self._sentence, self._where, self._others = Sentence(line), where, account.others
        self._cut = cut
        self._open: tuple[str, bool, int] | None = None
        self._waiting: list[str] = []

    def read(self, line: int, content: str) -> None:
        here = f"{self._where}, line {line}"
        if content.startswith("#"):
            self._comment(content)
            return
        cells = content.split("\t")
        if len(cells) != len(COLUMNS):
            raise DataError(
                f"{here}: a line of CoNLL-U has {len(COLUMNS)} columns separated by tabs, "
                f"this one has {len(cells)}"
            )
        number, form, misc = cells[0], cells[1].strip(), cells[9]
        space = _NO_SPACE not in misc.split("|")
        if _WORD.fullmatch(number):
            self._word(Entry(line, dict(zip(COLUMNS, cells, strict=True))), form, space, here)
        elif several := _SEVERAL.fullmatch(number):
            self._several(int(several[1]), int(several[2]), form, space, here)
        elif _EMPTY.fullmatch(number):
            self._others[EMPTY_NODES] += 1
        else:
            raise DataError(f"{here}: {number!r:.40} is no number of a word, such as 1, 1-2 or 1.1")

    def finished(self) -> Sentence:
        if self._open:
            raise DataError(
                f"{self._where}, line {self._sentence.line}: the sentence ends before word "
                f"{self._open[2]}, the last of {self._open[0]!r:.40}"
            )
        return self._sentence

    def _comment(self, content: str) -> None:
        if match := _COMMENT.match(content):
            value = match[2].strip()
            if match[1] == "text" and self._sentence.text is None:
                self._sentence.text = value or None
            elif match[1] == "sent_id" and self._sentence.name is None:
                self._sentence.name = value or None

    def _word(self, entry: Entry, form: str, space: bool, here: str) -> None:
        due = len(self._sentence.words) + 1
        if int(entry.cells["id"]) != due:
            raise DataError(
                f"{here}: the word has number {entry.cells['id']} where {due} is due; an empty "
                "line ends a sentence"
            )
        self._sentence.words.append(self._cut(entry))
        if not self._open:
            self._sentence.surfaces.append(Surface(form, (form,), space))
            return
        self._waiting.append(form)
        surface, surface_space, last = self._open
        if due == last:
            self._sentence.surfaces.append(Surface(surface, tuple(self._waiting), surface_space))
            self._open, self._waiting = None, []

    def _several(self, first: int, last: int, form: str, space: bool, here: str) -> None:
        due = len(self._sentence.words) + 1
        if self._open or first != due or last < first:
            raise DataError(
                f"{here}: the words {first}-{last} are due at word {first}, in order and once"
            )
        self._open = form, space, last
