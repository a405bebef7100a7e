"""What the rules of a report read of planted networks, kept, so that rules are judged again soon.

A network takes about two minutes on an idle core: a minute for its training, and a minute for some
27 damaged copies. Both are kept in ``planted`` of the folder of ``rows.cache_folder``, after each
copy. Delete it where measures or damage have changed; changed rules need no new facts.
"""

import pickle
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import numpy as np
import torch
from planted import Bare, Inverted, Net, Residual, Separable, broken, cifar, letters, trained
from rows import cache_folder

from planted_networks import answers_of, facts_of
from topopress.activations import block_runs
from topopress.diagnosis.measures.paired import Difference, difference
from topopress.diagnosis.verdicts.types import NetworkFacts
from topopress.network.fresh_weights import block_weights

KINDS = {"residual": Residual, "inverted": Inverted, "separable": Separable, "bare": Bare}
ROWS, FITTED = 1000, 300
DOUBTFUL = 0.02
"""Blocks of which a rule may say that they are not needed are looked at on other samples."""
WITH_MAPS = ("nothing", "one block reset", "two classes merged", "own branch x .05")
"""Where linear maps are fitted too; in networks with other damage blocks are only skipped."""
Checks = dict[tuple[str, str], Difference]


@dataclass(frozen=True, slots=True, eq=False)
class Case:
    """What was done to a network, and what rules read of it.

    Attributes:
        what: What was done.
        place: The block that it was done to, or the first class.
        facts: Of the first ``ROWS`` samples.
        own: The accuracy there.
        checks: What skipping a block, or a linear map in its place, costs on as many other samples.
    """

    what: str
    place: int
    facts: NetworkFacts
    own: float
    checks: Checks


def cases_of(name: str) -> list[Case]:
    """Return the cases of a network, ``DATA KIND SEED``: itself, and damaged copies."""
    file = _folder() / f"{name.replace(' ', '-')}.pickle"
    found: list[Case] = pickle.loads(file.read_bytes()) if file.is_file() else []
    if file.with_suffix(".done").is_file():
        return found
    block_runs.AT_ONCE = 250
    data, _, seed = name.split()
    x, label = _data(data)[1]
    net = trained_network(name)
    every = [("nothing", -1, net), *broken(net, x, int(seed))]
    for what, place, other in every[len(found) :]:
        found.append(_case(what, place, other, x, label))
        file.with_suffix(".part").write_bytes(pickle.dumps(found))
        file.with_suffix(".part").replace(file)
    file.with_suffix(".done").touch()
    return found


@cache
def _data(data: str) -> tuple[tuple[torch.Tensor, np.ndarray], tuple[torch.Tensor, np.ndarray]]:
    """Return samples to train on, and samples that no network is trained on."""
    if data == "letters":
        return letters(12_000, 1), letters(3000, 2)
    x, label = cifar()
    return (x[:2000], label[:2000]), (x[2000:], label[2000:])


def _folder() -> Path:
    folder = cache_folder() / "planted"
    folder.mkdir(exist_ok=True)
    return folder


def trained_network(name: str) -> Net:
    """Return a trained network, ``DATA KIND SEED``."""
    data, kind, seed = name.split()
    file = _folder() / f"{name.replace(' ', '-')}.pt"
    if not file.is_file():
        net = trained(KINDS[kind], *_data(data)[0], int(seed), flips=data == "cifar")
        torch.save(net.state_dict(), file)
    net = Net(KINDS[kind])
    net.load_state_dict(torch.load(file))
    return net.eval().requires_grad_(False)


def _case(what: str, place: int, net: Net, x: torch.Tensor, label: np.ndarray) -> Case:
    fitted = FITTED if what in WITH_MAPS else 0
    facts = facts_of(net, x[:ROWS], label[:ROWS], net.layers, fitted)
    read = [block_weights(net.get_submodule(b.name), b.name, seed=0) for b in facts.blocks]
    blocks = tuple(
        replace(block, initial=weights.initial, structure=weights.structure)
        for block, weights in zip(facts.blocks, read, strict=True)
    )
    others = slice(ROWS, 2 * ROWS)
    checks = dict(_checks(net, facts, x[others], label[others]))
    own = float(facts.answers.right.mean()) if facts.answers else 0.0
    return Case(what, place, replace(facts, blocks=blocks), own, checks)


def _checks(
    net: Net, facts: NetworkFacts, x: torch.Tensor, label: np.ndarray
) -> Iterator[tuple[tuple[str, str], Difference]]:
    """Yield the costs of what might be said to be not needed, on other samples."""
    names = [
        block.name
        for block in facts.blocks
        if any(d and d.at_most < DOUBTFUL for d in (block.skip, block.linear))
    ]
    if not names:
        return
    found = answers_of(net, x, label, net.layers, FITTED, names)
    right = found.whole == label
    for how, answers in (("skip", found.skipped), ("linear", found.linear)):
        for name, said in zip(found.blocks, answers, strict=True):
            if (asked := said >= 0).any():
                yield (how, name), difference(right[asked], (said == label)[asked])
