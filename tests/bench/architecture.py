"""Verdicts on networks whose damage is known, and on networks as they are.

Trains eight small networks (about a minute each), breaks each in some 25 ways, and counts what the
rules of a report say of it. "Adds nothing" is said on 1,000 samples and checked on others.
"""

import collections

import numpy as np
import torch
from planted import Inverted, Net, Residual, broken, cifar, letters, trained
from tables import table

from planted_networks import facts_of
from topopress.activations import block_runs
from topopress.diagnosis.measures.paired import difference
from topopress.diagnosis.verdicts.network import network_verdicts

ROWS = 1000
EXPECTED = {
    "identity put in": "adds_nothing",
    "small branch put in": "adds_nothing",
    "one block reset": "reset",
    "all reset from": "broken_from",
    "nine tenths dead": "dead",
    "collapsed": "collapsed",
}
ACCUSES = ("dead", "collapsed", "reset", "broken_from", "same_answer", "says_less")
HARM = 0.005
"""A block costs something if its cost is above this by two standard errors."""


def networks():
    """Yield the name of each network, itself, and samples that it was not trained on."""
    x, label = letters(12_000, 1)
    seen = letters(3000, 2)
    pictures, classes = cifar()
    for seed in (25, 26, 27):
        yield f"letters, inverted {seed}", trained(Inverted, x, label, seed), *seen
        yield f"letters, residual {seed - 10}", trained(Residual, x, label, seed - 10), *seen
        if seed > 26:
            break
        net = trained(Residual, pictures[:2000], classes[:2000], seed + 40, flips=True)
        yield f"cifar, residual {seed + 40}", net, pictures[2000:], classes[2000:]


def said_of(net: Net, x: torch.Tensor, label: np.ndarray):
    """Return what is said of a network by its first samples."""
    verdicts = network_verdicts(facts_of(net, x[:ROWS], label[:ROWS], net.layers, fitted=0))
    return [(one.rule, one.of.get("block") or one.of.get("layer") or "") for one in verdicts]


def answers(net: Net, x: torch.Tensor) -> np.ndarray:
    """Return the answers of a network."""
    with torch.inference_mode():
        return torch.cat([net(part).argmax(1) for part in x.split(250)]).numpy()


def cost(net: Net, block: str, x: torch.Tensor, label: np.ndarray):
    """Return what skipping a block costs on other samples than those that verdicts are made of."""
    place = int(block.split(".")[1])
    whole, blocks = answers(net, x), net.blocks
    net.blocks = torch.nn.Sequential(*(b for k, b in enumerate(blocks) if k != place))
    without = answers(net, x)
    net.blocks = blocks
    return difference(whole == label, without == label)


def is_right(what: str, k: int, said, *, needed: bool) -> tuple[str, bool]:
    """Return what was done, in the words of the table, and whether what is said is right."""
    block, want = f"blocks.{k}", EXPECTED.get(what)
    if what == "one block reset" and not needed:
        return "one block reset, not needed", ("adds_nothing", block) in said
    if want is None:
        return what, not {rule for rule, _ in said} & set(ACCUSES) - {"says_less"}
    last = want == "broken_from" and ("reset", block) in said and k == 7
    return what, (want, block) in said or last


def report() -> str:
    """Return the table of what was done and what was said."""
    block_runs.AT_ONCE = 250
    counts: dict[str, collections.Counter[str]] = collections.defaultdict(collections.Counter)
    harm, asked = [], 0
    for name, net, x, label in networks():
        own = (answers(net, x[:ROWS]) == label[:ROWS]).mean()
        said = said_of(net, x, label)
        fine = not {rule for rule, _ in said} & set(ACCUSES)
        counts["nothing"]["right" if fine else str(said)] += 1
        print(f"{name}: accuracy {own:.3f}; {said}", flush=True)
        cases = [("nothing", -1, net), *broken(net, x, int(name[-2:]))]
        for what, k, other in cases[1:]:
            said = said_of(other, x, label)
            lost = own - (answers(other, x[:ROWS]) == label[:ROWS]).mean()
            row, right = is_right(what, k, said, needed=lost > 0.05)
            counts[row]["right" if right else str(said or "nothing said")] += 1
            for rule, block in said:
                if rule == "adds_nothing":
                    asked += 1
                    there = cost(other, block, x[ROWS:], label[ROWS:])
                    if there.value - 2 * there.error > HARM:
                        harm.append((name, what, block, round(there.value, 3)))
            if not right:
                print(f"  wrong: {what} {k}: {said}, lost {lost:.3f}", flush=True)
        print(_sum(counts), f"harm: {len(harm)} of {asked}", flush=True)
    rows = [
        [what, str(sum(c.values())), str(c["right"]), "; ".join(w for w in c if w != "right")]
        for what, c in counts.items()
    ]
    return (
        table(["done to the network", "cases", "right", "said otherwise"], rows)
        + f"\n\n{_sum(counts)}. “Adds nothing” was said {asked} times; "
        f"of blocks that cost something on other samples: {len(harm)} {harm or ''}"
    )


def _sum(counts) -> str:
    """Return how many of the damaged networks got the right sentence."""
    damaged = [c for what, c in counts.items() if what != "nothing"]
    total, right = sum(sum(c.values()) for c in damaged), sum(c["right"] for c in damaged)
    return f"{right} of {total} damaged networks right"
