"""What the rules of a report say of a network in memory, of inputs and labels in arrays."""

import itertools
from types import SimpleNamespace

import numpy as np
import torch
from torch import nn

from topopress.activations.block_runs import answers_without_blocks
from topopress.core.progress import SILENT
from topopress.diagnosis.answers import among_labels
from topopress.diagnosis.assembled_report import network_facts
from topopress.diagnosis.measured_layer import compared, measured
from topopress.diagnosis.report_types import BlockTests, OwnAnswers, WeightsRead
from topopress.diagnosis.types import SampleMeans
from topopress.diagnosis.verdicts.network import network_verdicts
from topopress.network.fresh_weights import block_weights
from topopress.network.taps import Tap

FITTED, AT_ONCE = 300, 250


class Direct:
    """The outputs of a module for inputs in memory, as tests of blocks read them."""

    def __init__(self, module: nn.Module, inputs: torch.Tensor) -> None:
        self.inputs, self.reader = inputs, None
        self.network = SimpleNamespace(module=module, taps={}, tap=Tap)

    def __call__(self, samples, _seen) -> np.ndarray:
        with torch.inference_mode():
            return self.network.module(self.inputs[list(samples)]).numpy()


def layer_means(module: nn.Module, inputs: torch.Tensor, layers) -> dict[str, SampleMeans]:
    """Return the mean of each sample in some layers."""
    kept: dict[str, list[np.ndarray]] = {name: [] for name in layers}

    def keep(name):
        def hook(_module, _inputs, output):
            means = output.mean((2, 3)) if output.ndim == 4 else output
            kept[name].append(means.numpy().copy())

        return hook

    hooks = [module.get_submodule(n).register_forward_hook(keep(n)) for n in layers]
    with torch.inference_mode():
        for part in inputs.split(AT_ONCE):
            module(part)
    for hook in hooks:
        hook.remove()
    everyone = np.arange(len(inputs), dtype=np.int32)
    return {name: SampleMeans(everyone, np.concatenate(kept[name])) for name in layers}


def answers_of(module, inputs, label, layers, fitted=FITTED, names=()) -> BlockTests:
    """Return the answers without each block, or some; the inputs go through in their order."""
    n_classes = int(label.max()) + 1
    of_labels = [np.array([k]) for k in range(n_classes)]
    found = answers_without_blocks(
        Direct(module, inputs),
        range(len(inputs)),
        layers=layers,
        names=names,
        answer=lambda outputs, _: among_labels(outputs, of_labels),
        n_fit=fitted,
        progress=SILENT,
    )
    fields = (found.blocks, found.after, False, fitted, label)
    return BlockTests(*fields, found.whole, found.skipped, found.linear)


def facts_of(module, inputs, label, layers, fitted=FITTED):
    """Return what the rules read of a network; no linear maps are fitted on 0 samples."""
    means = layer_means(module, inputs, layers)
    measures = {n: measured(each, label, most=10_000, seed=0) for n, each in means.items()}
    tests = answers_of(module, inputs, label, layers, fitted)
    own = OwnAnswers(tests.whole)
    pairs = [
        compared((means[a], measures[a]), (means[b], measures[b]), seed=0)
        for a, b in itertools.pairwise(layers)
    ]
    read = [block_weights(module.get_submodule(n), n, seed=0) for n in tests.blocks]
    weights = WeightsRead(tuple(w.initial for w in read), tuple(w.structure for w in read))
    return network_facts(measures, own, tests, pairs, weights)


def said_of(module, inputs, label, layers):
    """Return what the rules say, as pairs of a rule and the block, the layer or nothing."""
    verdicts = network_verdicts(facts_of(module, inputs, label, layers))
    return [
        (v.rule, v.of.get("block") or v.of.get("layer") or v.of.get("classes")) for v in verdicts
    ]
