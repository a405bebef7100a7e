"""Says whether the folder of a network of texts holds a language head too. Imports no torch."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from topopress.config.schema import Network
from topopress.network.model_folder import CONFIG, model_folder, read_json

if TYPE_CHECKING:
    from topopress.network.language_head_model import LanguageHead

HeadKind = Literal["masked", "causal"]
"""Predicts a token in the place of a mask, or the token that follows."""
_MASKED = ("ForMaskedLM",)
_CAUSAL = ("ForCausalLM", "LMHeadModel")
_BOTH_TASKS = ("BertForPreTraining", "AlbertForPreTraining")
"""Classes with a head for masked tokens beside another one."""


@dataclass(frozen=True, slots=True)
class HeadResource:
    """A network with its language head, to be loaded; relative paths start from the folder."""

    settings: Network
    folder: Path
    kind: HeadKind

    def open(self, device: str) -> "LanguageHead | None":
        """Load the network with its head; None if the files lack the head's weights."""
        from topopress.network.language_head_model import load_head

        return load_head(model_folder(self.settings, self.folder), self.kind, device)


def language_head(settings: Network, base: Path) -> HeadResource | None:
    """Return the language head that a network's config names; None if it names none.

    With random weights a head predicts nothing.

    Raises:
        NetworkError: The folder is missing or its config is damaged.
    """
    if settings.weights == "random":
        return None
    named = read_json(model_folder(settings, base) / CONFIG).get("architectures")
    for architecture in named if isinstance(named, list) else []:
        kind = _kind(str(architecture))
        if kind is not None:
            return HeadResource(settings, base, kind)
    return None


def _kind(architecture: str) -> HeadKind | None:
    if architecture.endswith(_MASKED) or architecture in _BOTH_TASKS:
        return "masked"
    return "causal" if architecture.endswith(_CAUSAL) else None
