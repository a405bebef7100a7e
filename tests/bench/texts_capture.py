"""Throughput of the capture of words beside that of the bare network, on the same sentences."""

import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import torch
from sentences import write_conllu
from tables import spread, table
from texts_site import HIDDEN, NETWORK

from topopress.config.schema import Activations, Network
from topopress.kinds.texts.kind import TOGETHER
from topopress.kinds.texts.settings import Tokens
from topopress.kinds.texts.stages import TextFile, TextReader
from topopress.network.loaded import LoadedNetwork
from topopress.network.loading import load_network
from topopress.samples.types import Sample

SENTENCES = 1000
TURNS = 3
BATCH_SIZES = (8, Activations().at_once("texts"))


def timed(work: Callable[[], None]) -> float:
    """Return the CPU seconds of some work, so that other work on the machine does not count."""
    began = time.process_time()
    work()
    return time.process_time() - began


def batches(
    network: LoadedNetwork, texts: Sequence[str], size: int
) -> list[dict[str, torch.Tensor]]:
    """Return the padded batches of sentences, which are sorted by their number of tokens."""
    ids = sorted((each.ids for each in network.texts.tokenizer.encode_batch(list(texts))), key=len)
    parts = [ids[start : start + size] for start in range(0, len(ids), size)]
    return [network.texts.inputs(part, network.device) for part in parts]


def bare(network: LoadedNetwork, inputs: Sequence[dict[str, torch.Tensor]]) -> None:
    """Run the network's module alone."""
    with torch.inference_mode():
        for batch in inputs:
            network.module(**batch)


def capture(
    network: LoadedNetwork, reader: TextReader, samples: Sequence[Sample], size: int
) -> None:
    """Collect the rows of all words in seven layers, in the chunks that a build stores."""
    layers = [layer for layer in network.info.layers if layer.name in HIDDEN]
    order, settings = reader.order(samples), Activations(batch_size=size)
    for start in range(0, len(order), TOGETHER):
        chunk = [samples[k] for k in sorted(order[start : start + TOGETHER])]
        reader.collect(network, chunk, layers=layers, settings=settings, seed=0)


def report() -> str:
    """Return the table of both, by turns."""
    torch.set_num_threads(1)
    with tempfile.TemporaryDirectory() as folder:
        n_words = write_conllu(Path(folder) / "words.conllu", SENTENCES)
        data = Tokens(kind="tokens", file="words.conllu")
        reader = TextFile(data, Path(folder)).open("cpu")
        samples = reader.source.survey(seed=0).samples
    network = load_network(Network(name=NETWORK, layers=HIDDEN), base=Path(), seed=0)
    rows = [row(network, reader, samples, size) for size in BATCH_SIZES]
    head = ["batch size", "bare network, CPU s", "capture, CPU s", "share of the throughput"]
    return (
        f"{SENTENCES:,} sentences, {n_words:,} words; {TURNS} turns of both in one process with "
        "one thread: median (range). The bare network gets its batches ready-made; the capture "
        "starts from texts.\n\n" + table(head, rows)
    )


def row(
    network: LoadedNetwork, reader: TextReader, samples: Sequence[Sample], size: int
) -> list[str]:
    """Measure both by turns with one batch size."""
    inputs = batches(network, list({s.origin: reader.text(s) for s in samples}.values()), size)
    bare(network, inputs[:3])
    turns = [
        (
            timed(lambda: bare(network, inputs)),
            timed(lambda: capture(network, reader, samples, size)),
        )
        for _ in range(TURNS)
    ]
    alone, ours = ([turn[k] for turn in turns] for k in (0, 1))
    ratio = spread([one / other for one, other in turns], ".2f")
    return [str(size), spread(alone, ".2f"), spread(ours, ".2f"), ratio]
