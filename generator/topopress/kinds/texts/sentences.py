"""Makes the words of a file from its sentences, however they were written."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from topopress.kinds.texts.naming import MOST_WORDS, Names, fault_of, word_id
from topopress.kinds.texts.placing import Surface, made_text, places_in
from topopress.kinds.texts.types import Account, Candidate
from topopress.samples.labels import shown
from topopress.samples.tables.types import Entry
from topopress.samples.types import SkippedInput

_SHOWN = 30


@dataclass(slots=True)
class Sentence:
    """A sentence as a file has it.

    Attributes:
        line: The line where it begins.
        name: Its id, if it has one.
        text: Its text, if the file gives it.
        surfaces: Its stretches, in order.
        words: Line and columns of each word of the stretches.
    """

    line: int
    name: str | None = None
    text: str | None = None
    surfaces: list[Surface] = field(default_factory=list)
    words: list[Entry] = field(default_factory=list)


@dataclass(slots=True)
class _Cases:
    """Counts cases, and remembers the first."""

    count: int = 0
    first: str = ""

    def add(self, case: str) -> None:
        self.first = self.first or case
        self.count += 1


@dataclass(slots=True)
class SentenceWords:
    """Makes words of sentences, which come in the order of the file, and accounts for the rest."""

    account: Account
    _names: Names = field(default_factory=Names)
    _rebuilt: _Cases = field(default_factory=_Cases)
    _joined: _Cases = field(default_factory=_Cases)

    def of(self, sentence: Sentence) -> Iterator[Candidate]:
        """Yield the words of a sentence: as candidates, or none and each is skipped."""
        text, places = self._placed(sentence)
        origin = self._names.origin(sentence.name, sentence.line)
        forms = [form for surface in sentence.surfaces for form in surface.words]
        if fault := fault_of(text):
            for word, form in zip(sentence.words, forms, strict=True):
                self._skip(word, form, origin, f"of its sentence: {fault}")
            return
        key = self._names.key(sentence.name or text)
        words = zip(sentence.words, forms, places, strict=True)
        for number, (word, form, place) in enumerate(words):
            if place[0] == place[1]:
                self._skip(word, form, origin, "its form is empty")
            elif number >= MOST_WORDS:
                self._skip(word, form, origin, f"its sentence has more than {MOST_WORDS:,} words")
            else:
                yield Candidate(word_id(key, number), origin, place, word, text)

    def finish(self) -> None:
        """Account for sentences that are not as the file has them, after the last sentence."""
        if self._rebuilt.count:
            self.account.notices.append(
                f"the text of {self._rebuilt.count} sentences is made from their words, because "
                f"their `# text` is not made of these words; the first is in {self._rebuilt.first}"
            )
        if self._joined.count:
            self.account.notices.append(
                f"in {self._joined.count} places several words are written as one and cannot be "
                "told apart, so their vectors are equal; the first is in "
                f"{shown(self._joined.first)}"
            )

    def _placed(self, sentence: Sentence) -> tuple[str, list[tuple[int, int]]]:
        for surface in sentence.surfaces:
            if surface.is_joined:
                words = " ".join(surface.words)
                self._joined.add(f"line {sentence.line}: {surface.form!r} ({words})")
        if sentence.text is not None:
            text = sentence.text.strip()
            places = places_in(text, sentence.surfaces)
            if places is not None:
                return text, places
            self._rebuilt.add(f"line {sentence.line}")
        return made_text(sentence.surfaces)

    def _skip(self, word: Entry, form: str, origin: str, reason: str) -> None:
        where = f"line {word.line}" if origin.startswith("line ") else f"{origin}, line {word.line}"
        skipped = SkippedInput(shown(where), shown(f"{form[:_SHOWN]!r}: {reason}"))
        self.account.skipped.append(skipped)
