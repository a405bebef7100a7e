"""The stage that packs the texts of the samples for the viewer."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

import numpy as np

from topopress.bundle.exploration import Look
from topopress.bundle.packing import add_chunk, pack
from topopress.kinds.texts.documents import CHUNK_ARRAYS, TextsHeader
from topopress.samples.types import Sample, SampleTable
from topopress.stage.executor import Work
from topopress.stage.stage import Resource

if TYPE_CHECKING:
    from topopress.kinds.texts.types import TextSource


def text_look(work: Work, samples: SampleTable, inputs: "Resource[TextSource]") -> Look:
    """Pack the text of each sample, and the place of its word in it."""
    source = work.open(inputs)
    return pack_texts(samples.samples, [source.text(sample) for sample in samples.samples])


def pack_texts(samples: Iterable[Sample], texts: Iterable[str]) -> Look:
    """Pack samples with their texts; each distinct text is stored once."""
    numbers: dict[str, int] = {}
    text, start, end = [], [], []
    for sample, written in zip(samples, texts, strict=True):
        text.append(numbers.setdefault(written, len(numbers)))
        first, last = sample.part or (0, 0)
        start.append(_utf16(written[:first]))
        end.append(_utf16(written[:last]))
    arrays = {"text": np.array(text), "start": np.array(start), "end": np.array(end)}
    files: dict[str, bytes] = {}
    header = TextsHeader(kind="texts", texts=list(numbers))
    return Look(add_chunk(files, "texts", pack(header, arrays, CHUNK_ARRAYS)), files)


def _utf16(text: str) -> int:
    """Return the length of a text in JavaScript's units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
