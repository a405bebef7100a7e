"""What is said of the blocks of real networks on half of the samples, checked on the other half."""

from collections.abc import Iterator

import numpy as np
import torch
from anomaly_vectors import NETWORKS, SHARED, photographs, small
from tables import table
from torch import nn

from planted_networks import answers_of
from topopress.activations import block_runs
from topopress.config.diagnosis import Report
from topopress.config.schema import Activations
from topopress.core.progress import SILENT
from topopress.diagnosis.measures.paired import Difference, difference
from topopress.diagnosis.report_types import BlockTests
from topopress.diagnosis.tested_blocks import tested
from topopress.diagnosis.types import SampleMeans
from topopress.diagnosis.verdicts.network import network_verdicts
from topopress.diagnosis.verdicts.types import Answers, BlockFacts, NetworkFacts
from topopress.kinds.texts.settings import Tokens
from topopress.kinds.texts.stages import TextFile
from topopress.network.layers import require_layers
from topopress.network.loading import load_network

HARM, FITTED = 0.005, 300
NAMES = ("resnet", "minilm", "efficientnet")
PHOTOGRAPHED = (217, 566, 482, 491, 497, 569, 571, 574, 701, 0)
"""The photographs' classes, in the order of their folders, among the network's thousand."""
N_WORDS, N_PHOTOGRAPHS = 700, 640


class Chosen(nn.Module):
    """A network that only answers some classes."""

    def __init__(self, net: nn.Module, classes: tuple[int, ...]) -> None:
        super().__init__()
        self.net, self.classes = net, list(classes)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.net(x)[:, self.classes]


def tests_of(name: str) -> BlockTests:
    """Return what a network answers without each of its blocks; its inputs are in random order."""
    block_runs.AT_ONCE = 64
    if name == "minilm":
        return _of_words()
    network = load_network(NETWORKS[name], base=SHARED, seed=0)
    pictures, label = small(first=2000) if name == "resnet" else photographs()
    order = np.random.default_rng(17).permutation(len(label))
    order = order if name == "resnet" else order[:N_PHOTOGRAPHS]
    x = torch.stack([network.preprocessing.prepare(pictures[k]) for k in order])
    module = network.module if name == "resnet" else Chosen(network.module, PHOTOGRAPHED)
    fitted = FITTED if name == "resnet" else 0
    layers = ["layer1.0" if name == "resnet" else "net.block0"]
    return answers_of(module.eval(), x, label[order].astype(np.int32), layers, fitted)


def _of_words() -> BlockTests:
    """Return the same of words of a treebank, by a probe of the last layer."""
    keep = "NOUN|VERB|ADJ|ADV|PROPN|PRON|ADP|DET"
    data = Tokens(
        kind="tokens", file=str(SHARED / "data/ud-ewt/ewt_dev_tokens.tsv"), sentence="sent_id",
        form="form", label="upos", keep=keep, limit=N_WORDS,
    )  # fmt: skip
    reader, layers = TextFile(data, SHARED).open("cpu"), ("hidden.0", "hidden.6")
    survey = reader.source.survey(seed=23)
    network = load_network(NETWORKS["minilm"], base=SHARED, seed=0)
    rows = reader.collect(
        network, survey.samples, layers=require_layers(network.info, layers),
        settings=Activations(), seed=0,
    )[1]  # fmt: skip
    return tested(
        network, reader, survey, SampleMeans(rows.sample, rows.vectors),
        layers=layers, has_head=False, report=Report(tests=N_WORDS), activations=Activations(),
        seed=0, progress=SILENT,
    )  # fmt: skip


def costs(tests: BlockTests, rows: np.ndarray, said: np.ndarray) -> Difference | None:
    """Return what other answers cost on some samples; None where there are none."""
    asked = rows[said[rows] >= 0]
    if not len(asked):
        return None
    label = tests.label[asked]
    return difference(tests.whole[asked] == label, said[asked] == label)


def checked(tests: BlockTests) -> Iterator[tuple[str, str, Difference, Difference]]:
    """Yield what is said of a block on one half, its cost there and on the other half."""
    halves = np.arange(len(tests.label))[::2], np.arange(len(tests.label))[1::2]
    names = tuple(str(k) for k in range(int(tests.label.max()) + 1))
    ways = {"adds_nothing": tests.skipped, "could_be_linear": tests.linear}
    for rows, others in (halves, halves[::-1]):
        blocks = tuple(
            BlockFacts(name, *(costs(tests, rows, said[k]) for said in ways.values()))
            for k, name in enumerate(tests.blocks)
        )
        answers = Answers(tests.whole[rows], tests.label[rows], names)
        for verdict in network_verdicts(NetworkFacts((), answers, tests.by_probe, blocks)):
            said = ways[verdict.rule][tests.blocks.index(verdict.of["block"])]
            here, there = costs(tests, rows, said), costs(tests, others, said)
            if here and there:
                yield verdict.rule, verdict.of["block"], here, there


def report(names: tuple[str, ...] = NAMES) -> str:
    """Return a table of the networks, and what was said of their blocks."""
    rows = []
    for name in names:
        tests = tests_of(name)
        every = np.arange(len(tests.label))
        skips = [d.value for said in tests.skipped if (d := costs(tests, every, said))]
        said = list(checked(tests))
        wrong = [one for one in said if one[3].value - 2 * one[3].error > HARM]
        told = "; ".join(
            f"{rule} {block}: {100 * here.value:.1f}, there {100 * there.value:.1f}"
            for rule, block, here, there in said
        )
        span = f"{100 * min(skips):.1f} to {100 * max(skips):.1f}"
        own = f"{(tests.whole == tests.label).mean():.3f}"
        cells = [str(len(tests.label)), own, f"{len(tests.blocks)}", span, told, str(len(wrong))]
        rows.append([name, *cells])
    head = ("network", "samples", "accuracy", "blocks", "skipping costs", "said", "needed there")
    return table(head, rows)
