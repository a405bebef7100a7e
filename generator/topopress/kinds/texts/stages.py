"""The stage that lists texts as samples, and the resource that reads them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from topopress.activations.types import Rows
from topopress.config.schema import Activations
from topopress.kinds.texts.settings import TextData
from topopress.network.types import LayerInfo
from topopress.samples.types import Sample, Survey
from topopress.stage.executor import Work
from topopress.stage.stage import Stage, stage

if TYPE_CHECKING:
    from topopress.kinds.texts.types import TextSource
    from topopress.network.loaded import LoadedNetwork


@dataclass(frozen=True, slots=True)
class TextReader:
    """Reads the texts of an exploration and collects rows for them."""

    source: "TextSource"
    data: TextData

    def text(self, sample: Sample) -> str:
        """Return the text of a sample; see ``TextSource.text``."""
        return self.source.text(sample)

    def order(self, samples: Sequence[Sample]) -> Sequence[int]:
        """Return the samples by the length of their texts, so that little has to be padded.

        The words of a text stand together, in their order.
        """
        of_text: dict[str, int] = {}
        for sample in samples:
            if sample.origin not in of_text:
                of_text[sample.origin] = len(self.source.text(sample))
        return sorted(range(len(samples)), key=lambda k: of_text[samples[k].origin])

    def collect(
        self,
        network: "LoadedNetwork",
        samples: Sequence[Sample],
        *,
        layers: Sequence[LayerInfo],
        settings: Activations,
        seed: int,
    ) -> list[Rows]:
        """Return each layer's rows for the samples. Nothing is drawn."""
        from topopress.kinds.texts.collect import collect

        return collect(
            network,
            self.source,
            samples,
            layers=layers,
            data=self.data,
            batch_size=settings.at_once("texts"),
        )


@dataclass(frozen=True, slots=True)
class TextFile:
    """The texts of an exploration; relative paths start from the folder."""

    data: TextData
    folder: Path

    def open(self, device: str) -> TextReader:
        """Return what reads the texts."""
        from topopress.kinds.texts.reading import open_texts

        return TextReader(open_texts(self.data, base=self.folder), self.data)


def samples_stage(
    name: str, opened: TextFile, seed: int, hash_file: Callable[[Path], str]
) -> Stage[Survey]:
    """Return the stage that lists the samples of an exploration.

    Raises:
        DataError: there are no texts, or the file is malformed.
    """
    from topopress.kinds.texts.reading import inputs_digest

    digest = inputs_digest(opened.data, base=opened.folder, hash_file=hash_file)
    return stage(text_samples, name, data=opened.data, files=digest, seed=seed, opened=opened)


def text_samples(work: Work, data: TextData, files: str, seed: int, opened: TextFile) -> Survey:
    """List the samples; ``files`` is the SHA-256 of the file's content."""
    return work.open(opened).source.survey(seed=seed, progress=work.progress)
