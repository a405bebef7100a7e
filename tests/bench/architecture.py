"""Verdicts on networks whose damage is known, and on networks as they are.

Breaks small networks that are trained here, each in some 28 ways, and counts what the rules of a
report say. "Adds nothing" and "could be linear" are said on 1,000 samples and checked on others.
Rules were mended on the networks of ``DEVELOPMENT``; those of ``HELD_OUT`` were judged after that.
"""

import collections

import torch
from planted_cases import Case, cases_of
from tables import table

from topopress.diagnosis.verdicts.network import network_verdicts

DEVELOPMENT = (
    "letters inverted 26", "letters residual 15", "cifar residual 65", "letters separable 31",
    "cifar residual 74",
)  # fmt: skip
HELD_OUT = (
    "letters residual 33", "letters bare 32", "letters residual 40", "cifar residual 75",
    "letters inverted 36",
)  # fmt: skip
EXPECTED = {
    "identity put in": "adds_nothing",
    "small branch put in": "adds_nothing",
    "one block reset": "reset",
    "all reset from": "broken_from",
    "nine tenths dead": "dead",
    "collapsed": "collapsed",
    "two classes merged": "same_answer",
}
HARDLY, LAST = ("one block reset", "two classes merged"), 7
"""Damage that costs little may go unseen; and the last block."""
ACCUSES = {"dead", "collapsed", "reset", "broken_from", "same_answer", "says_less", "untrained"}
NEEDED = {"adds_nothing": "skip", "could_be_linear": "linear"}
SEEN, HARM = 0.05, 0.005
"""Accuracy that damage has to cost, and cost of a block above which it is needed beyond doubt."""
Said = list[tuple[str, str]]


def said_of(case: Case) -> Said:
    """Return what the rules say: a rule and the block, the layer or the classes."""
    return [
        (one.rule, one.of.get("block") or one.of.get("layer") or one.of.get("classes") or "")
        for one in network_verdicts(case.facts)
    ]


def judged(case: Case, healthy: Case) -> tuple[str, bool]:
    """Return what was done, in the words of the table, and whether what is said is right."""
    said, block = said_of(case), f"blocks.{case.place}"
    accused = {rule for rule, _ in said} & ACCUSES
    allowed = {"says_less"} if case.what == "own branch x .05" else set()
    wanted = {(EXPECTED.get(case.what), block)}
    if case.what == "one block reset":
        wanted.add(("untrained", block))
    elif case.what == "all reset from" and case.place == LAST:
        wanted.add(("reset", block))
    elif case.what == "two classes merged":
        wanted = {
            (rule, of)
            for rule, of in said
            if rule == "same_answer" and of.startswith(f"{case.place}, ")
        }
    right = bool(wanted & set(said))
    if case.what not in EXPECTED:
        return case.what, accused <= allowed
    if case.what in HARDLY and healthy.own - case.own <= SEEN:
        return f"{case.what}, costs 5 points or less", right or not accused
    return case.what, right


def harm(case: Case) -> tuple[int, list[str]]:
    """Return how often a block was said to be not needed, and where it is, on other samples."""
    asked, wrong = 0, []
    for rule, block in said_of(case):
        if how := NEEDED.get(rule):
            asked += 1
            cost = case.checks[how, block]
            if cost.value - 2 * cost.error > HARM:
                wrong.append(f"{rule} of {block}, {case.what} {case.place}: {cost.value:.3f}")
    return asked, wrong


def part(names: tuple[str, ...]) -> str:
    """Return the table of some networks."""
    counts: dict[str, collections.Counter[str]] = collections.defaultdict(collections.Counter)
    asked, wrong, own = 0, [], []
    for name in names:
        cases = cases_of(name)
        own.append(f"{name} {cases[0].own:.2f}")
        for case in cases:
            what, right = judged(case, cases[0])
            counts[what]["right" if right else f"{said_of(case) or 'nothing said'}"] += 1
            more, harmed = harm(case)
            asked, wrong = asked + more, wrong + harmed
    rows = [
        [what, str(sum(c.values())), str(c["right"]), "; ".join(w for w in c if w != "right")]
        for what, c in counts.items()
    ]
    damaged = [c for what, c in counts.items() if what != "nothing"]
    return (
        f"Accuracy: {', '.join(own)}\n\n"
        + table(["done to the network", "cases", "right", "said otherwise"], rows)
        + f"\n\n{sum(c['right'] for c in damaged)} of {sum(sum(c.values()) for c in damaged)} "
        f"damaged networks right. A block was said to be not needed {asked} times; "
        f"needed on other samples: {len(wrong)} {wrong or ''}"
    )


def report() -> str:
    """Return the table of what was done and what was said, for both parts."""
    torch.set_num_threads(1)
    return f"Development\n\n{part(DEVELOPMENT)}\n\nHeld out\n\n{part(HELD_OUT)}"
