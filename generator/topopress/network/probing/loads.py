"""Whether an author's code gives the same network at each load."""

from collections.abc import Iterable, Sequence

import torch

from topopress.core.errors import NetworkError
from topopress.network.loaded import LoadedNetwork
from topopress.network.own.code import kept_state, own_errors
from topopress.network.own.digest import first_difference
from topopress.network.probing.function import N_INPUTS, ROUNDING
from topopress.network.probing.pixels import noise_pictures
from topopress.network.randomness import private_rng
from topopress.network.sample_inputs import Batch


def check_loads(network: LoadedNetwork, again: LoadedNetwork) -> None:
    """Refuse a network that a second load makes anew with other numbers.

    Raises:
        NetworkError: the loads differ in their modules, or in what these answer.
    """
    what = f"network.name: {network.info.name}"
    if network.info.digest != again.info.digest:
        raise NetworkError(f"{what} is another network at each load{_difference(network, again)}")
    inputs = _shown(network)
    # The second is shown the inputs in another order: what the first one shows must not stay.
    with private_rng(0), kept_state(network.folder):
        first, second = _answers(network, inputs), _answers(network, inputs)
        others = _answers(again, inputs[::-1])
    if _differ(first, second):
        raise NetworkError(
            f"{what} gives another answer to the same input in a second pass. Something in forward "
            "is random, such as dropout without training=self.training"
        )
    if _differ(first, others[::-1]):
        raise NetworkError(
            f"{what} answers an input otherwise after another load, or after other inputs. "
            "It must depend on its input alone: no clock, no counter, no running statistics"
        )


def _differ(answers: list[torch.Tensor], others: list[torch.Tensor]) -> bool:
    """Return whether two lists of answers differ beyond rounding."""
    for one, other in zip(answers, others, strict=True):
        if one.shape != other.shape:
            return True
        if one.numel() and float((one - other).abs().max()) > ROUNDING * float(one.abs().max()):
            return True
    return False


def _shown(network: LoadedNetwork) -> list[Batch]:
    """Return batches of one input each."""
    if network.samples is not None:
        return [network.batch([one]) for one in network.samples.shown(N_INPUTS)]
    pictures = network.normalised(noise_pictures(network.preprocessing, N_INPUTS))
    return list(pictures[:, None])


def _answers(network: LoadedNetwork, inputs: Sequence[Batch]) -> list[torch.Tensor]:
    """Return the answer to each input, one at a time, as a vector of finite numbers."""
    failed = f"network.name: {network.info.name} fails on an input {_in_words(inputs[0])}"
    with torch.no_grad(), own_errors(failed):
        # Copies, because forward may overwrite what it is shown.
        found = [_tensors(network.run(_copy(one))) for one in inputs]
    return [torch.cat([each.flatten().double().nan_to_num() for each in one]) for one in found]


def _copy(batch: Batch) -> Batch:
    if isinstance(batch, torch.Tensor):
        return batch.clone()
    return {name: each.clone() for name, each in batch.items()}


def _in_words(batch: Batch) -> str:
    if isinstance(batch, torch.Tensor):
        return f"of shape {tuple(batch.shape)}"
    return "of " + ", ".join(f"{name} {tuple(each.shape)}" for name, each in batch.items())


def _tensors(answer: object) -> list[torch.Tensor]:
    """Return the tensors of real numbers in an answer: itself, or those in its containers."""
    if isinstance(answer, torch.Tensor):
        return [torch.view_as_real(answer) if answer.is_complex() else answer.cpu()]
    inner: Iterable[object] = ()
    if isinstance(answer, dict):
        inner = answer.values()
    elif isinstance(answer, list | tuple):
        inner = answer
    return [torch.zeros(0), *(tensor for each in inner for tensor in _tensors(each))]


def _difference(one: LoadedNetwork, other: LoadedNetwork) -> str:
    """Return what differs between two loads, and what an author can do, in words."""
    name = first_difference(one.module, other.module)
    if name and name not in one.module.state_dict():
        return (
            f": the attribute {name!r} differs. Leave times, ids and counters out of the module, "
            "or keep them in its file"
        )
    return (
        f"{name and f': {name} differs'}. What it draws must follow the generators of torch, numpy "
        "or random, which are seeded before the file runs"
    )
