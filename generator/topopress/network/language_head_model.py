"""Loads a network of texts with its language head, from safetensors and JSON only."""

import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import torch
from torch import nn

from topopress.core.errors import NetworkError
from topopress.network.fast_tokenizer import fast_tokenizer, text_preprocessing
from topopress.network.hub import offline
from topopress.network.language_head import HeadKind
from topopress.network.probing.text_layers import find_text_layers
from topopress.network.taps import Tap, replaced, tapped
from topopress.network.text_inputs import TextPreprocessing, Tokens
from topopress.network.transformers_models import model_config, saved_module, silence

AT_ONCE = 64
"""Vectors that go through the head at once; each gives a number for every token it knows."""


@dataclass(frozen=True, slots=True, eq=False)
class LanguageHead:
    """A network with its language head, in evaluation mode.

    Attributes:
        kind: What it predicts.
        module: The network with its head; its result has ``logits``.
        base: The network without the head.
        texts: Turns texts into inputs.
        mask: Id of the token that stands for a hidden word; None for a causal head.
        last: Where the last hidden state is in ``base``; None if no module puts it out.
        is_norm: Whether that module is a final norm, which other hidden states lack.
        n_blocks: Number of the last hidden state.
        device: Device of the module.
    """

    kind: HeadKind
    module: nn.Module
    base: nn.Module
    texts: TextPreprocessing
    mask: int | None
    last: Tap | None
    is_norm: bool
    n_blocks: int
    device: torch.device

    def state_number(self, layer: str) -> int | None:
        """Return K of ``hidden.K``; None for another layer, or where the head cannot read it."""
        name, _, number = layer.partition(".")
        is_state = name == "hidden" and number.isdecimal() and int(number) <= self.n_blocks
        return int(number) if is_state and self.last is not None else None

    def read(self, vectors: torch.Tensor, state: int) -> torch.Tensor:
        """Return the logits that final norm and head give for vectors of a hidden state.

        Args:
            vectors: Shape (n, n_channels).
            state: Number of the hidden state, as ``state_number`` returns it. The last one has gone
                through the final norm already, where there is one.

        Returns:
            Shape (n, n_tokens_of_the_vocabulary), on the CPU.
        """
        return torch.cat([self._read(part, state) for part in torch.split(vectors, AT_ONCE)])

    def _read(self, vectors: torch.Tensor, state: int) -> torch.Tensor:
        given = vectors.to(self.device, torch.float32)[:, None, :]
        inputs = self.texts.inputs([[self.texts.ordinary[0]]], self.device)
        with torch.inference_mode(), self._put_in(given, before_norm=state < self.n_blocks):
            logits: torch.Tensor = self.module(**inputs).logits
        return logits[:, 0].cpu()

    @contextmanager
    def _put_in(self, given: torch.Tensor, *, before_norm: bool) -> Iterator[None]:
        """Put vectors in the place of the last hidden state; the batch grows to their number."""
        tap = self.last
        if tap is None:
            raise NetworkError("network: no module puts out the last hidden state")
        if not (self.is_norm and before_norm):
            with replaced(self.base, tap, lambda _: given):
                yield
            return
        norm = self.base.get_submodule(tap.module)
        hook = norm.register_forward_pre_hook(lambda _, arguments: (given, *arguments[1:]))
        try:
            yield
        finally:
            hook.remove()

    def probabilities(self, windows: Sequence[Tokens], places: Sequence[int]) -> torch.Tensor:
        """Return what the head predicts at one place of each window, shape (n, n_vocabulary)."""
        with torch.inference_mode():
            logits = self.module(**self.texts.inputs(windows, self.device)).logits
        chosen = logits[torch.arange(len(places)), torch.tensor(places)]
        return torch.softmax(chosen.float(), dim=1).cpu()

    def token(self, key: int) -> str:
        """Return a token as readers see it."""
        written = self.texts.tokenizer.decode([key], skip_special_tokens=False)
        return written.strip() or str(self.texts.tokenizer.id_to_token(key))


def load_head(folder: Path, kind: HeadKind, device: str) -> LanguageHead | None:
    """Load a network with its head; None if the files lack weights of the head.

    Raises:
        NetworkError: Something is damaged.
    """
    silence()
    with offline(), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        module = _module(folder, kind)
        if module is None:
            return None
        base: nn.Module = module.base_model  # type: ignore[assignment]
        texts = text_preprocessing(folder, base, str(folder))
        mask = fast_tokenizer(folder, str(folder)).mask_token_id if kind == "masked" else None
    place = torch.device(device)
    module.to(place).eval()
    found = find_text_layers(base, texts, place).taps
    n_blocks = max((int(name.partition(".")[2]) for name in found), default=0)
    last = found.get(f"hidden.{n_blocks}")
    is_norm = last is not None and not any(base.get_submodule(last.module).children())
    made = LanguageHead(kind, module, base, texts, mask, last, is_norm, n_blocks, place)
    return _checked(made)


def _module(folder: Path, kind: HeadKind) -> nn.Module | None:
    from transformers import AutoModelForCausalLM, AutoModelForMaskedLM

    family = AutoModelForMaskedLM if kind == "masked" else AutoModelForCausalLM
    module, found = saved_module(family, folder, model_config(folder, str(folder)))
    return None if found["missing_keys"] else module


def _checked(head: LanguageHead) -> LanguageHead:
    """Return the head, without its way to read hidden states where that gives other logits."""
    if head.last is None:
        return head
    window = head.texts.window(head.texts.ordinary[:5])
    inputs = head.texts.inputs([window], head.device)
    states: list[torch.Tensor] = []

    def keep(_name: str, part: object) -> None:
        if isinstance(part, torch.Tensor):
            states.append(part[0].clone())

    with torch.inference_mode(), tapped(head.base, {"last": head.last}, keep):
        logits = head.module(**inputs).logits[0].cpu()
    try:
        right = bool(states) and torch.allclose(
            head.read(states[0], head.n_blocks), logits, rtol=1e-3, atol=1e-3
        )
    except (RuntimeError, IndexError):  # a network that does not take a batch that grows
        right = False
    return head if right else replace(head, last=None)
