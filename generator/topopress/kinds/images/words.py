"""What pages say about images."""

from collections.abc import Collection

from topopress.config.schema import Exploration
from topopress.config.visuals import FeatureVisualisation
from topopress.kinds.words import KindWords, Terms
from topopress.network.channels import channels_in_words
from topopress.network.types import NetworkInfo
from topopress.visuals.shown_channels import Channels, shown_channels

COLOURS = 3
SOURCES = {
    "images": "folder of images",
    "list": "list of images",
    "npz": "arrays in an npz file",
    "torchvision": "a data set of torchvision",
    "huggingface": "a data set of Hugging Face",
    "builtin": "crops of the photographs of scikit-image and scikit-learn",
}
OBJECTIVE_TERMS = {
    "distinct": "the node’s centroid, away from the layer’s other centroids",
    "direction": "the node’s centroid",
    "whitened": "the node’s whitened centroid",
    "inversion": "that one activation vector",
    "channel": "that one channel",
    "contrast": "the centroid of the arm’s rows minus the centroid of the other arms’ rows",
}
"""What the layer's response to an optimised image is compared with, by the objective's name."""

ROWS = (
    (
        "Activation vector",
        "Each image is shown to the network once. A layer computes a map for it: at each position "
        "of the map a list of numbers, one for each channel. That list is an activation vector.",
    ),
    (
        "Row",
        "An activation vector that is used here. One or more positions of each map are taken.",
    ),
)


def image_words(
    settings: Exploration, network: NetworkInfo | None, origins: Collection[str]
) -> KindWords:
    """Return the words of an exploration; ``origins`` are what its samples are taken from."""
    visual = settings.visuals.feature_visualisation
    return KindWords(
        sample="image",
        samples="images",
        origins="files",
        vectors="activation vectors",
        source=SOURCES[settings.data.kind],
        network_input=_input(network) if network else "",
        rows=(*ROWS, *_wholes(settings, network)),
        exemplar="Pages show the part of the image in the receptive field of the row’s position."
        + (_shown(network, settings.visuals.shown_channels) if network else ""),
        pictures=_pictures(visual) if visual.enabled else (),
        recipe=(("Feature visualisation", _recipe(visual) if visual.enabled else "none"),),
        credits=_credits(origins) if settings.data.kind == "builtin" else (),
    )


def _input(network: NetworkInfo) -> str:
    if network.input_size is None:
        return ""
    height, width = network.input_size
    channels = network.input_channels
    words = f"{height} × {width} pixels"
    return words if channels == COLOURS else f"{words}, {channels_in_words(channels)}"


def _shown(network: NetworkInfo, wanted: Channels | None) -> str:
    """Return a sentence on the channels that are shown, after a space; "" where all are."""
    channels = network.input_channels
    chosen = shown_channels(channels, wanted)
    if chosen == tuple(range(channels)):
        return ""
    those = f"channel {chosen[0]}, in grey"
    if len(chosen) == COLOURS:
        those = "channels {}, {} and {}, as red, green and blue".format(*chosen)
    return f" Of the {channels} channels of an input, counted from 0, images show {those}."


def _wholes(settings: Exploration, network: NetworkInfo | None) -> Terms:
    """Return what is said of layers that give one vector for an image, if any is published."""
    wanted = settings.network.layers if settings.network else ()
    known = {layer.name: layer for layer in network.layers} if network else {}
    names = [name for name in wanted if name in known and known[name].map_size is None]
    if not names:
        return ()
    return (
        (
            "Layers without a map",
            f"{', '.join(names)}: such a layer gives one activation vector for a whole image. Its "
            "rows are of whole images, and its exemplars show all that the network is shown.",
        ),
    )


def _pictures(visual: FeatureVisualisation) -> Terms:
    target = OBJECTIVE_TERMS[visual.objective]
    return (
        (
            "Feature visualisation",
            "An image that optimisation makes from noise. The layer responds to it strongly, in "
            f"the direction of {target} [@carter2019]. The cosine with the node’s "
            "centroid says how close the response is; beside it stands how close the node’s own "
            "members are. Images of single activation vectors are made in the same way, and so "
            "are images of an arm of a bifurcation: they follow the centroid of the arm minus the "
            "centroid of the other arms.",
        ),
        (
            "Own pictures",
            "Share of a layer’s feature visualisations, as published, whose response is closer to "
            "the centroid of their own node than to that of any other node.",
        ),
    )


def _recipe(visual: FeatureVisualisation) -> str:
    return (
        f"{visual.steps} steps at {visual.size} pixels, dot product with "
        f"{OBJECTIVE_TERMS[visual.objective]}, times cosine to the power {visual.cosine_power:g}"
    )


def _credits(origins: Collection[str]) -> Terms:
    from topopress.kinds.images.photographs import PHOTOGRAPHS

    return tuple(
        (p.label, f"{p.credit}; {p.licence}; {p.source}") for p in PHOTOGRAPHS if p.name in origins
    )
