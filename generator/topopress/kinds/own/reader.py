"""Shows the samples of an author's own to a network."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import torch

from topopress.activations.collect import collect_chunk
from topopress.activations.sampling import positions
from topopress.activations.types import Rows
from topopress.config.schema import Activations
from topopress.core.arrays import Int32, Uint8
from topopress.kinds.images.decoding import decode
from topopress.kinds.own.examples import OF_ONE_FORM, example_numbers
from topopress.kinds.own.types import OwnSamples
from topopress.network.sample_inputs import Batch, SampleInputs
from topopress.network.types import LayerInfo, Place
from topopress.samples.types import Sample

if TYPE_CHECKING:
    from topopress.network.loaded import LoadedNetwork


class OwnReader:
    """Reads the stored inputs of an author's samples."""

    place: Place = "cell"

    def __init__(self, samples: OwnSamples, look: str) -> None:
        """Take what is stored, and how pages show a sample."""
        self._look = look
        self._samples = samples
        self._number = {sample.id: k for k, sample in enumerate(samples.samples)}

    def positions(
        self, sample: Sample, layer: LayerInfo, settings: Activations, *, seed: int
    ) -> Int32:
        """Return the positions of a sample's rows among those of a layer."""
        return positions(settings, layer, sample_id=sample.id, seed=seed)

    def network_input(self, sample: Sample, network: "LoadedNetwork") -> Batch:
        """Return the input of a sample as the author's code gave it."""
        del network
        return input_of(self._samples, self.number(sample))

    def order(self, samples: Sequence[Sample]) -> Sequence[int]:
        """Return the samples by the form of their inputs, since each batch has one form."""
        form = self._samples.form
        return sorted(range(len(samples)), key=lambda k: int(form[self.number(samples[k])]))

    def collect(
        self,
        network: "LoadedNetwork",
        samples: Sequence[Sample],
        *,
        layers: Sequence[LayerInfo],
        settings: Activations,
        seed: int,
    ) -> list[Rows]:
        """Return each layer's rows for the samples; the seed draws random positions."""
        return collect_chunk(network, self, samples, layers=layers, settings=settings, seed=seed)

    def number(self, sample: Sample) -> int:
        """Return the number of a sample in the order in which the code yields them."""
        return self._number[sample.id]

    def text(self, sample: Sample) -> str:
        """Return the text of a sample, "" for none."""
        return self._samples.texts[self.number(sample)] if self._samples.texts else ""

    def picture(self, sample: Sample) -> Uint8 | None:
        """Return the pixels of a sample's picture, shape (height, width, 3); None for none."""
        content = self._samples.picture(self.number(sample))
        return decode(content) if content else None

    @property
    def columns(self) -> tuple[str, ...]:
        """Names of all columns of the metadata, in their order."""
        found = (name for sample in self._samples.samples for name in sample.metadata)
        return tuple(dict.fromkeys(found))

    @property
    def links(self) -> tuple[str, ...]:
        """The address of each sample, "" for none; empty if no sample has one."""
        return self._samples.links

    def link_of(self, sample: Sample) -> str:
        """Return the address of a sample, "" for none."""
        return self.links[self.number(sample)] if self.links else ""

    @property
    def caption_columns(self) -> tuple[str, ...]:
        """The column of texts that stand beside pictures and on cards, if there are any."""
        return ("text",) if self._samples.texts and self._look != "text" else ()

    def caption(self, sample: Sample) -> tuple[str, ...]:
        """Return the text that stands beside a sample's picture or on its card."""
        return (self.text(sample),) if self.caption_columns else ()


def input_of(samples: OwnSamples, number: int) -> Batch:
    """Return the input of the sample with a number as tensors."""
    tensors = {name: torch.from_numpy(each) for name, each in samples.input(number).items()}
    return tensors.get("", tensors)


def examples_of(samples: OwnSamples) -> SampleInputs:
    """Return the inputs that a network is probed with."""
    numbers = example_numbers(samples.form.tolist())
    alike = [k for k in numbers[:OF_ONE_FORM] if samples.form[k] == samples.form[numbers[0]]]
    shown = [input_of(samples, k) for k in numbers]
    return SampleInputs(
        alike=tuple(shown[: len(alike)]),
        others=tuple(shown[len(alike) :]),
        described=_forms_in_words(samples, numbers),
    )


def _forms_in_words(samples: OwnSamples, numbers: Sequence[int]) -> str:
    """Return the forms of some samples, by name, and how many others there are."""
    forms = list(dict.fromkeys(str(samples.forms[samples.form[k]]) for k in numbers))
    more = len(samples.forms) - len(forms)
    return " and ".join(forms) + (f", and {more} more" if more else "")
