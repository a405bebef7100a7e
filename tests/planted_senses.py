"""Rows like words in context: the word's mean, an offset of each sense, a trend with position."""

from dataclasses import dataclass

import numpy as np

from topopress.analysis.preparation.means import without_group_means
from topopress.analysis.preparation.position import remove_position
from topopress.mapper.types import MapperGraph

CHANNELS = 64


@dataclass(frozen=True)
class Words:
    """Vectors, and word, sense and position of each row."""

    vectors: np.ndarray
    word: np.ndarray
    sense: np.ndarray
    position: np.ndarray


def planted(n_words=6, n_senses=2, per_sense=30, seed=0) -> Words:
    """Return rows of some words with some senses each; senses are 0 or 1 within each word."""
    rng = np.random.default_rng(seed)
    word = np.repeat(np.arange(n_words), n_senses * per_sense).astype(np.int32)
    sense = np.tile(np.repeat(np.arange(n_senses), per_sense), n_words)
    position = rng.integers(0, 25, len(word)).astype(float)
    scale = np.arange(1, CHANNELS + 1) ** -0.5
    noise = rng.normal(size=(len(word), CHANNELS)) * scale
    length = np.linalg.norm(scale)
    words = _directions(rng, n_words) * 3 * length
    senses = _directions(rng, n_words * n_senses) * length
    trend = np.log1p(position)[:, None] * _directions(rng, 1) * length
    vectors = words[word] + senses[word * n_senses + sense] + trend + noise + 1
    return Words(vectors.astype(np.float32), word, sense, position)


def prepared(words: Words) -> np.ndarray:
    """Return the vectors without the words' means and the trend."""
    out = np.empty_like(words.vectors)
    without_group_means(words.vectors, words.word, out)
    remove_position(out, words.position)
    return out


def excess(graph: MapperGraph, words: Words, sense: np.ndarray | None = None) -> float:
    """Return how far senses are apart in nodes: 0 for chance, 1 for nodes of one sense a word."""
    sense = words.sense if sense is None else sense
    rng = np.random.default_rng(0)
    chance = np.mean([_share(graph, words.word, shuffled_senses(words, rng)) for _ in range(10)])
    return float((_share(graph, words.word, sense) - chance) / (1 - chance))


def shuffled_senses(words: Words, rng: np.random.Generator) -> np.ndarray:
    """Return the senses permuted within each word."""
    mixed = words.sense.copy()
    for word in np.unique(words.word):
        own = words.word == word
        mixed[own] = rng.permutation(mixed[own])
    return mixed


def _share(graph: MapperGraph, word: np.ndarray, sense: np.ndarray) -> float:
    """Return the share of the commonest sense among the rows of one word in a node."""
    top = total = 0
    for node in range(graph.n_nodes):
        members = graph.members_of(node)
        for one in np.unique(word[members]):
            counts = np.bincount(sense[members[word[members] == one]])
            if counts.sum() >= 3:
                top, total = top + counts.max(), total + counts.sum()
    return top / max(total, 1)


def _directions(rng: np.random.Generator, n: int) -> np.ndarray:
    drawn = rng.normal(size=(n, CHANNELS))
    return drawn / np.linalg.norm(drawn, axis=1)[:, None]
