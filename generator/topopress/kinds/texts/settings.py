"""The data sources that give texts, and words in sentences."""

import re
from typing import Literal

from pydantic import Field, field_validator

from topopress.config.base import DataSettings, Name, Positive, Share
from topopress.kinds.huggingface.settings import HuggingFaceData

_NUMBERS = (
    "Those of `columns` that are read as numbers. Others are numbers only if every value comes "
    "back as it is written: `01234` and `1.50` are texts."
)
_MAX_BROKEN = "Share of {} that cannot be used and is tolerated."


class Texts(DataSettings):
    """Texts, such as sentences or reviews: one row for each."""

    kind: Literal["texts"]
    file: str = Field(
        description="A .txt file with one text a line, or a .csv, .tsv or .jsonl table, relative "
        "to this file."
    )
    text: Name = Field("text", description="Column of the text, in a table.")
    label: Name | None = Field(
        None,
        description="Column of the label; `label` if this is not set and there is such a column. "
        "An empty cell is no label.",
    )
    columns: tuple[Name, ...] = Field(
        (), description="Further columns, which become metadata: colours, lenses, panel."
    )
    numbers: tuple[Name, ...] = Field((), description=_NUMBERS)
    pooling: Literal["mean", "first", "last", "cls"] = Field(
        "mean",
        description="Vector of a text: the mean of its tokens, its first or last token, or the "
        "token that the tokenizer puts before it (`cls`). A text that is longer than the network "
        "takes is cut into windows, and its vector is the mean over all of them.",
    )
    max_broken: Share = Field(0.05, description=_MAX_BROKEN.format("texts"))


class Tokens(DataSettings):
    """Words in sentences: one row for each word, in the context of its sentence."""

    kind: Literal["tokens"]
    file: str = Field(
        description="A .conllu file; a .csv, .tsv or .jsonl table; or a .txt file of lines with "
        "one word marked in square brackets: `We waited [until] morning.`"
    )
    text: Name | None = Field(
        None,
        description="Column of sentences with one word marked in square brackets, in a table with "
        "a line for each marked word.",
    )
    sentence: Name | None = Field(
        None,
        description="Column that says which words belong together, in a table with a line for "
        "each word.",
    )
    form: Name | None = Field(
        None,
        description="Column of the word as it stands in the sentence, in a table with a line for "
        "each word. A space follows each word, unless the table has a column `space_after` that "
        "says 0.",
    )
    label: Name | None = Field(
        None,
        description="Column of the label. If it is not set: `upos` in CoNLL-U, `label` in a table "
        "that has such a column. `_` and an empty cell are no label.",
    )
    keep: Name | None = Field(
        None,
        description="Regular expression of labels, such as `p.*`, which must match the whole "
        "label. Only words with such a label become rows; the others are context. Without it every "
        "word becomes a row, also one without a label.",
    )
    columns: tuple[Name, ...] = Field(
        (),
        description="Further columns, which become metadata: colours, lenses, panel. In CoNLL-U "
        "`form`, `lemma`, `upos`, `xpos`, `deprel`, `head`, and `feats.KEY` or `misc.KEY` for one "
        "feature, such as `feats.Number`; a table with a column `feats` has `feats.KEY`, too.",
    )
    numbers: tuple[Name, ...] = Field((), description=_NUMBERS)
    limit: Positive | None = Field(
        None, description="Take at most this many words, drawn by the seed."
    )
    pieces: Literal["mean", "first", "last"] = Field(
        "mean",
        description="Vector of a word that the tokenizer cuts into several tokens: their mean, the "
        "first, or the last.",
    )
    max_broken: Share = Field(0.05, description=_MAX_BROKEN.format("words"))

    @field_validator("keep")
    @classmethod
    def _is_expression(cls, keep: str | None) -> str | None:
        try:
            re.compile(keep or "")
        except re.error as error:
            raise ValueError(f"must be a regular expression: {error}") from error
        return keep


TextData = Texts | Tokens | HuggingFaceData
DATA: tuple[type[DataSettings], ...] = (Texts, Tokens)
