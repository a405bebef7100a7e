"""What the diagnosis needs of texts: which say the same, and how they are shown."""

import hashlib
import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from topopress.core.arrays import Int32
from topopress.diagnosis.types import Faces, Fingerprints, Passage
from topopress.samples.types import Sample, SampleTable
from topopress.stage.executor import Work
from topopress.stage.stage import Resource

if TYPE_CHECKING:
    from topopress.kinds.texts.types import TextSource

_NO_LETTERS = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True, eq=False)
class ShownSamples:
    """The samples that are shown, ascending, shape (n,)."""

    sample: Int32


def text_prints(work: Work, samples: SampleTable, inputs: "Resource[TextSource]") -> Fingerprints:
    """Return a digest of each text without case, accents of form, punctuation and spaces.

    Of a word also its place in the text counts.
    """
    source = work.open(inputs)
    same = tuple(_digest(passage_of(sample, source.text(sample))) for sample in samples.samples)
    return Fingerprints(same, np.empty(0, np.uint64))


def text_faces(
    work: Work, shown: ShownSamples, samples: SampleTable, inputs: "Resource[TextSource]"
) -> Faces:
    """Return the texts of some samples, divided at the word that a sample is."""
    source = work.open(inputs)
    chosen = [samples.samples[k] for k in shown.sample.tolist()]
    passages = tuple(passage_of(sample, source.text(sample)) for sample in chosen)
    return Faces(shown.sample, passages, (), ())


def passage_of(sample: Sample, text: str) -> Passage:
    """Return a text, divided at the word that the sample is, if it is one."""
    start, end = sample.part or (0, len(text))
    return Passage(text[:start], text[start:end], text[end:])


def _digest(passage: Passage) -> str:
    parts = (passage.before, passage.word, passage.after)
    plain = (_NO_LETTERS.sub(" ", unicodedata.normalize("NFKC", one).casefold()) for one in parts)
    return hashlib.sha256("\x1f".join(one.strip() for one in plain).encode()).hexdigest()[:32]
