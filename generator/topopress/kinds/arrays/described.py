"""A kind whose rows a table describes, whatever the rows come from: arrays, or a finished graph."""

from collections.abc import Callable, Mapping

from topopress.activations.types import Rows
from topopress.config.load import ExplorationSource
from topopress.kinds.arrays.looks import card_looks, node_pictures, picture_looks, text_looks
from topopress.kinds.arrays.settings import DescribedRows
from topopress.kinds.arrays.words import row_words
from topopress.kinds.kind import HashFile, Inputs, Kind
from topopress.kinds.texts.essay_passages import essay_passages
from topopress.stage.stage import Stage

MakeInputs = Callable[[ExplorationSource, HashFile], Inputs]
MakeRows = Callable[[ExplorationSource, Inputs], Mapping[str, Stage[Rows]]]


def described_kind(data: DescribedRows, inputs: MakeInputs, rows: MakeRows) -> Kind:
    """Return the kind that shows rows as the settings say: a picture comes before a text.

    ``inputs`` must give a ``TableFile`` as reader, and samples of ``row_samples``.
    """
    if data.picture:
        return Kind("images", inputs, rows, row_words, picture_looks, node_pictures)
    if data.text:
        return Kind(
            "texts", inputs, rows, row_words, text_looks, essay_passages, lists_members=True
        )
    return Kind("vectors", inputs, rows, row_words, card_looks)
