"""Reads tables with a line for each word and a column that says which words belong together."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from topopress.core.errors import DataError
from topopress.kinds.texts.columns import Cut
from topopress.kinds.texts.placing import Surface
from topopress.kinds.texts.sentences import Sentence, SentenceWords
from topopress.kinds.texts.types import Account, Candidate
from topopress.kinds.texts.whole_texts import TABLES
from topopress.samples.labels import shown
from topopress.samples.tables.entries import each_entry
from topopress.samples.tables.types import Entry, Required

SPACE_AFTER = "space_after"
_NO_SPACE = frozenset({"0", "no", "false", "spaceafter=no"})
_SPACE = frozenset({"", "1", "_", "yes", "true"})


@dataclass(frozen=True, slots=True)
class WordTable:
    """A table of words.

    Attributes:
        file: The file.
        name: The file, for messages.
        sentence: The column that says which words belong together.
        form: The column of the word.
        cut: Leaves the columns that are wanted.
    """

    file: Path
    name: str
    sentence: str
    form: str
    cut: Cut

    def words(self, account: Account) -> Iterator[Candidate]:
        """Yield the words of the table.

        Raises:
            DataError: The table cannot be read or is malformed, or a sentence is not together.
        """
        required = Required(
            tuple(dict.fromkeys((self.sentence, self.form))),
            advice="; data.sentence and data.form name the columns",
        )
        entries = each_entry(self.file, self.name, required, TABLES)
        words = SentenceWords(account)
        for sentence in self._sentences(entries):
            yield from words.of(sentence)
        account.notices += self.cut.notices()
        words.finish()
        account.columns = self.cut.columns

    def _sentences(self, entries: Iterable[Entry]) -> Iterator[Sentence]:
        seen: dict[str, int] = {}
        current: Sentence | None = None
        for entry in entries:
            here = f"data.file: {self.name!r}, line {entry.line}"
            name = entry.cells[self.sentence]
            if current is None or name != current.name:
                if current is not None:
                    yield current
                self._require_new(name, seen, here)
                seen[name] = entry.line
                current = Sentence(entry.line, name)
            form = entry.cells[self.form].strip()
            current.words.append(self.cut(entry))
            current.surfaces.append(Surface(form, (form,), _has_space(entry, here)))
        if current is not None:
            yield current

    def _require_new(self, name: str, seen: dict[str, int], here: str) -> None:
        if not name.strip():
            raise DataError(f"{here}: {self.sentence!r} is empty, so the word is in no sentence")
        if name in seen:
            raise DataError(
                f"{here}: the sentence {shown(name[:80])!r} begins again, after line {seen[name]}; "
                "the words of a sentence stand together, and each sentence has a name of its own"
            )


def _has_space(entry: Entry, here: str) -> bool:
    written = entry.cells.get(SPACE_AFTER, "").strip().casefold()
    if written not in _NO_SPACE | _SPACE:
        raise DataError(f"{here}: {SPACE_AFTER!r} must be 0 or 1, got {written!r:.40}")
    return written not in _NO_SPACE
