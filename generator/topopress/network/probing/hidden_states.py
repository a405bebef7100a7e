"""Finds the hidden states of transformers' networks among the outputs of their modules."""

import inspect
from collections.abc import Callable, Iterable

import torch
from torch import nn

from topopress.network.probing.outputs import Part, record
from topopress.network.taps import Tap

NOWHERE = "this hidden state is the output of no module"


def hidden_states(
    module: nn.Module, run: Callable[[], object], taps: Iterable[Tap]
) -> dict[str, Tap | None]:
    """Return the tap that each hidden state equals, by the name ``hidden.K``; None for none.

    Args:
        module: The network.
        run: Runs it and returns a result with ``hidden_states``, or without for a network that has
            none.
        taps: The taps that come into question.
    """
    recorded = record(module, run, torch.clone)
    states = getattr(recorded.result, "hidden_states", None) or ()
    # Of several equal ones the outermost module that puts out nothing else.
    outermost_first = sorted(taps, key=lambda tap: (len(tap.path), tap.module.count(".")))
    return {
        f"hidden.{k}": next(
            (tap for tap in outermost_first if _equals(recorded.parts.get(tap), state)), None
        )
        for k, state in enumerate(states)
    }


def says_hidden_states(module: nn.Module) -> bool:
    """Return whether a network can be asked for its hidden states."""
    takes = inspect.signature(module.forward).parameters
    return "output_hidden_states" in takes or any(
        each.kind is inspect.Parameter.VAR_KEYWORD for each in takes.values()
    )


def _equals(part: Part | None, state: torch.Tensor) -> bool:
    kept = None if part is None else part.kept
    return isinstance(kept, torch.Tensor) and torch.equal(kept, state)
