"""An exploration in the language of the pages: what its stages have stored in English."""

import re
from dataclasses import replace

from topopress.bundle.exploration import ExplorationBundle, LayerView, NodeColumn
from topopress.bundle.schema import Layer, Manifest
from topopress.core.language import ENGLISH, gettext, gettext_noop, language
from topopress.core.stored_texts import translated
from topopress.kinds.words import KindWords, Terms
from topopress.pages.sources import PageSource, Provenance

OF_NETWORKS = (
    gettext_noop(
        "short side to {side} px ({interpolation}), centre {height} x {width} px, {numbers}"
    ),
    gettext_noop(
        "to cover {tall} x {wide} px ({interpolation}), centre {height} x {width} px, {numbers}"
    ),
    gettext_noop("{name} tokenizer, windows of at most {tokens} tokens, special tokens {special}"),
    gettext_noop("{name} tokenizer, windows of at most {tokens} tokens"),
    gettext_noop("{shape}, as data.samples gives it"),
    gettext_noop("bicubic"),
    gettext_noop("bilinear"),
)
"""What networks say of their inputs (``describe`` in the package network)."""
_KIND_OF_TERM = re.compile(r"(?<=” \()[^()]+(?=\))")


def in_language(source: PageSource) -> PageSource:
    """Return the input of an exploration's pages with its stored texts translated."""
    if language() is ENGLISH:
        return source
    bundle = source.bundle
    return replace(
        source,
        words=_words(source.words),
        provenance=_provenance(source.provenance),
        bundle=ExplorationBundle(
            _manifest(bundle.manifest), tuple(map(_view, bundle.views)), bundle.files
        ),
    )


def _words(words: KindWords) -> KindWords:
    return replace(
        words,
        sample=translated(words.sample),
        samples=translated(words.samples),
        origins=translated(words.origins),
        vectors=translated(words.vectors),
        source=translated(words.source),
        rows=_in_pairs(words.rows),
        exemplar=translated(words.exemplar),
        network_input=translated(words.network_input),
        pictures=_in_pairs(words.pictures),
        recipe=_in_pairs(words.recipe),
        noun=words.noun and _noun(words.noun),
    )


def _noun(noun: tuple[str, str]) -> tuple[str, str]:
    return translated(noun[0]), translated(noun[1])


def _provenance(provenance: Provenance) -> Provenance:
    network = provenance.network
    if network is not None:
        network = replace(
            network,
            weights=_weights(network.weights),
            preprocessing=translated(network.preprocessing),
        )
    return replace(
        provenance,
        network=network,
        skipped=tuple(replace(one, reason=translated(one.reason)) for one in provenance.skipped),
        notices=tuple(map(translated, provenance.notices)),
    )


def _weights(text: str) -> str:
    what, separator, file = text.rpartition(", from ")
    return gettext("{weights}, from {file}", weights=what, file=file) if separator else text


def _manifest(manifest: Manifest) -> Manifest:
    noun = manifest.noun and _noun(manifest.noun)
    layers = [_layer(layer) for layer in manifest.layers]
    return manifest.model_copy(update={"layers": layers, "noun": noun})


def _layer(layer: Layer) -> Layer:
    said = {
        "notices": [translated(notice) for notice in layer.notices],
        "sampled": layer.sampled and translated(layer.sampled),
        "unjudged": layer.unjudged and translated(layer.unjudged),
    }
    return layer.model_copy(update=said)


def _view(view: LayerView) -> LayerView:
    return replace(
        view,
        layer=_layer(view.layer),
        columns=tuple(map(_column, view.columns)),
        said=_in_pairs(view.said),
    )


def _column(column: NodeColumn) -> NodeColumn:
    cells = (_KIND_OF_TERM.sub(lambda kind: gettext(kind[0]), cell) for cell in column.cells)
    return replace(column, title=gettext(column.title), cells=tuple(cells))


def _in_pairs(terms: Terms) -> Terms:
    return tuple((translated(term), translated(text)) for term, text in terms)
