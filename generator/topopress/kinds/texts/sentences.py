"""Makes the contents of a file of words from its sentences, however they were written."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from topopress.kinds.texts.naming import MOST_WORDS, Names, fault_of, word_id
from topopress.kinds.texts.placing import Surface, made_text, places_in
from topopress.kinds.texts.types import Candidate, Contents
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
class Gathered:
    """Gathers sentences, in the order of the file."""

    others: Counter[str] = field(default_factory=Counter)
    texts: dict[str, str] = field(default_factory=dict)
    candidates: list[Candidate] = field(default_factory=list)
    skipped: list[SkippedInput] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    _names: Names = field(default_factory=Names)
    _rebuilt: list[str] = field(default_factory=list)
    _joined: list[str] = field(default_factory=list)

    def add(self, sentence: Sentence) -> None:
        """Add the words of a sentence: as candidates, or each as skipped."""
        text, places = self._placed(sentence)
        origin = self._names.origin(sentence.name, sentence.line)
        forms = [form for surface in sentence.surfaces for form in surface.words]
        if fault := fault_of(text):
            for word, form in zip(sentence.words, forms, strict=True):
                self._skip(word, form, origin, f"of its sentence: {fault}")
            return
        self.texts[origin] = text
        key = self._names.key(sentence.name or text)
        words = zip(sentence.words, forms, places, strict=True)
        for number, (word, form, place) in enumerate(words):
            if place[0] == place[1]:
                self._skip(word, form, origin, "its form is empty")
            elif number >= MOST_WORDS:
                self._skip(word, form, origin, f"its sentence has more than {MOST_WORDS:,} words")
            else:
                self.candidates.append(Candidate(word_id(key, number), origin, place, word))

    def contents(self, columns: Sequence[str]) -> Contents:
        """Return everything that was added; ``columns`` are the names of all columns."""
        return Contents(
            self.texts,
            tuple(self.candidates),
            tuple(self.skipped),
            dict(self.others),
            (*self.notices, *self._notices()),
            tuple(columns),
        )

    def _placed(self, sentence: Sentence) -> tuple[str, list[tuple[int, int]]]:
        self._joined += [
            f"line {sentence.line}: {s.form!r} ({' '.join(s.words)})"
            for s in sentence.surfaces
            if s.is_joined
        ]
        if sentence.text is not None:
            text = sentence.text.strip()
            places = places_in(text, sentence.surfaces)
            if places is not None:
                return text, places
            self._rebuilt.append(f"line {sentence.line}")
        return made_text(sentence.surfaces)

    def _skip(self, word: Entry, form: str, origin: str, reason: str) -> None:
        where = f"line {word.line}" if origin.startswith("line ") else f"{origin}, line {word.line}"
        self.skipped.append(SkippedInput(shown(where), shown(f"{form[:_SHOWN]!r}: {reason}")))

    def _notices(self) -> list[str]:
        notices = []
        if self._rebuilt:
            notices.append(
                f"the text of {len(self._rebuilt)} sentences is made from their words, because "
                f"their `# text` is not made of these words; the first is in {self._rebuilt[0]}"
            )
        if self._joined:
            notices.append(
                f"in {len(self._joined)} places several words are written as one and cannot be "
                f"told apart, so their vectors are equal; the first is in {shown(self._joined[0])}"
            )
        return notices
