"""How a sample looks on a page: a part of a sheet of pictures, a passage of a text, or its id."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from topopress.diagnosis.types import Cut, Faces, Passage
from topopress.samples.types import Sample

LONGEST = 90
"""Characters that a passage shows before and after its word."""
LONGEST_WORD = 240
"""Characters that it shows of a whole text."""


@dataclass(frozen=True, slots=True)
class CutOut:
    """A part of a sheet, as the numbers of an SVG."""

    href: Annotated[str, "Address of the sheet."]
    box: Annotated[str, "The part as a view box: left, top, width and height."]
    wide: Annotated[str, "Width of the sheet."]
    tall: Annotated[str, "Height of the sheet."]
    width: Annotated[str, "Width of the part."]
    height: Annotated[str, "Height of the part."]


@dataclass(frozen=True, slots=True)
class Text:
    """A text, shortened, divided where a word of it is the sample."""

    before: Annotated[str, "What stands before the word; may be empty."]
    word: Annotated[str, "The word, or all of the text."]
    after: Annotated[str, "What stands after the word; may be empty."]


@dataclass(frozen=True, slots=True)
class Face:
    """A sample as pages show it."""

    name: Annotated[str, "Where the sample comes from."]
    label: Annotated[str, "Its label; may be empty."]
    picture: Annotated[CutOut | None, "Its picture; None where there is none."]
    passage: Annotated[Text | None, "Its text, shortened; None where there is none."]


class FaceMaker:
    """Shows samples as far as it is known how they look."""

    def __init__(self, faces: Faces | None, samples: Sequence[Sample], folder: str) -> None:
        """Number the samples that are known; ``folder`` is that of the sheets."""
        self._faces, self._samples, self._folder = faces, samples, folder
        known = faces.sample.tolist() if faces else []
        self._place = {sample: k for k, sample in enumerate(known)}

    def of(self, samples: Sequence[int]) -> tuple[Face, ...]:
        """Return how samples look."""
        return tuple(self._face(sample) for sample in samples)

    def _face(self, sample: int) -> Face:
        one, place, faces = self._samples[sample], self._place.get(sample), self._faces
        picture, passage = None, None
        if faces is not None and place is not None:
            picture = self._cut(faces.cuts[place]) if faces.cuts else None
            passage = _shortened(faces.passages[place]) if faces.passages else None
        return Face(one.origin, one.label or "", picture, passage)

    def _cut(self, cut: Cut) -> CutOut:
        box = (cut.left, cut.top, cut.width, cut.height)
        return CutOut(
            href=f"{self._folder}/{cut.sheet}.webp",
            box=" ".join(f"{value:g}" for value in box),
            wide=str(cut.wide),
            tall=str(cut.tall),
            width=f"{cut.width:g}",
            height=f"{cut.height:g}",
        )


def _shortened(passage: Passage) -> Text:
    before, word, after = passage.before, passage.word, passage.after
    return Text(
        before if len(before) <= LONGEST else f"…{before[-LONGEST:]}",
        word if len(word) <= LONGEST_WORD else f"{word[:LONGEST_WORD]}…",
        after if len(after) <= LONGEST else f"{after[:LONGEST]}…",
    )
