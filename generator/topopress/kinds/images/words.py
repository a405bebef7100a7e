"""What pages say about images."""

from collections.abc import Collection

from topopress.config.schema import Exploration
from topopress.config.visuals import FeatureVisualisation
from topopress.core.language import gettext, gettext_noop, gettext_viewer, ngettext
from topopress.kinds.words import KindWords, Terms
from topopress.network.types import NetworkInfo
from topopress.visuals.shown_channels import Channels, shown_channels

COLOURS = 3
SOURCES = {
    "images": gettext_noop("folder of images"),
    "list": gettext_noop("list of images"),
    "npz": gettext_noop("arrays in an npz file"),
    "torchvision": gettext_noop("a data set of torchvision"),
    "huggingface": gettext_noop("a data set of Hugging Face"),
    "builtin": gettext_noop("crops of the photographs of scikit-image and scikit-learn"),
}
OBJECTIVE_TERMS = {
    "distinct": gettext_viewer("the node’s centroid, away from the layer’s other centroids"),
    "direction": gettext_viewer("the node’s centroid"),
    "whitened": gettext_viewer("the node’s whitened centroid"),
    "inversion": gettext_viewer("that one activation vector"),
    "channel": gettext_viewer("that one channel"),
    "contrast": gettext_viewer(
        "the centroid of the arm’s rows minus the centroid of the other arms’ rows"
    ),
}
"""What the layer's response to an optimised image is compared with, by the objective's name."""

ROWS = (
    (
        gettext_noop("Activation vector"),
        gettext_noop(
            "Each image is shown to the network once. A layer computes a map for it: at each "
            "position of the map a list of numbers, one for each channel. That list is an "
            "activation vector."
        ),
    ),
    (
        gettext_noop("Row"),
        gettext_noop(
            "An activation vector that is used here. One or more positions of each map are taken."
        ),
    ),
)


def image_words(
    settings: Exploration, network: NetworkInfo | None, origins: Collection[str]
) -> KindWords:
    """Return the words of an exploration; ``origins`` are what its samples are taken from."""
    visual = settings.visuals.feature_visualisation
    return KindWords(
        sample=gettext("image"),
        samples=gettext("images"),
        origins=gettext("files"),
        vectors=gettext("activation vectors"),
        source=gettext(SOURCES[settings.data.kind]),
        network_input=_input(network) if network else "",
        rows=(*ROWS, *_wholes(settings, network)),
        exemplar=gettext(
            "Pages show the part of the image in the receptive field of the row’s position."
        )
        + (_shown(network, settings.visuals.shown_channels) if network else ""),
        pictures=_pictures(visual) if visual.enabled else (),
        recipe=(
            (
                gettext("Feature visualisation"),
                _recipe(visual) if visual.enabled else gettext("none"),
            ),
        ),
        credits=_credits(origins) if settings.data.kind == "builtin" else (),
    )


def _input(network: NetworkInfo) -> str:
    if network.input_size is None:
        return ""
    height, width = network.input_size
    channels = network.input_channels
    if channels == COLOURS:
        return gettext("{height} × {width} pixels", height=height, width=width)
    return ngettext(
        "{height} × {width} pixels, {n} channel",
        "{height} × {width} pixels, {n} channels",
        channels,
        height=height,
        width=width,
    )


def _shown(network: NetworkInfo, wanted: Channels | None) -> str:
    """Return a sentence on the channels that are shown, after a space; "" where all are."""
    channels = network.input_channels
    chosen = shown_channels(channels, wanted)
    if chosen == tuple(range(channels)):
        return ""
    those = gettext("channel {channel}, in grey", channel=chosen[0])
    if len(chosen) == COLOURS:
        red, green, blue = chosen
        those = gettext(
            "channels {red}, {green} and {blue}, as red, green and blue",
            red=red,
            green=green,
            blue=blue,
        )
    said = gettext(
        "Of the {number} channels of an input, counted from 0, images show {those}.",
        number=channels,
        those=those,
    )
    return f" {said}"


def _wholes(settings: Exploration, network: NetworkInfo | None) -> Terms:
    """Return what is said of layers that give one vector for an image, if any is published."""
    wanted = settings.network.layers if settings.network else ()
    known = {layer.name: layer for layer in network.layers} if network else {}
    names = [name for name in wanted if name in known and known[name].map_size is None]
    if not names:
        return ()
    return (
        (
            gettext("Layers without a map"),
            gettext(
                "{layers}: such a layer gives one activation vector for a whole image. Its rows "
                "are of whole images, and its exemplars show all that the network is shown.",
                layers=", ".join(names),
            ),
        ),
    )


def _pictures(visual: FeatureVisualisation) -> Terms:
    return (
        (
            gettext("Feature visualisation"),
            gettext(
                "An image that optimisation makes from noise. The layer responds to it strongly, "
                "in the direction of {target} [@carter2019]. The cosine with the node’s centroid "
                "says how close the response is; beside it stands how close the node’s own "
                "members are. Images of single activation vectors are made in the same way, and "
                "so are images of an arm of a bifurcation: they follow the centroid of the arm "
                "minus the centroid of the other arms.",
                target=gettext(OBJECTIVE_TERMS[visual.objective]),
            ),
        ),
        (
            gettext("Own pictures"),
            gettext(
                "Share of a layer’s feature visualisations, as published, whose response is "
                "closer to the centroid of their own node than to that of any other node."
            ),
        ),
    )


def _recipe(visual: FeatureVisualisation) -> str:
    return gettext(
        "{steps} steps at {size} pixels, dot product with {target}, times cosine to the power "
        "{power}",
        steps=visual.steps,
        size=visual.size,
        target=gettext(OBJECTIVE_TERMS[visual.objective]),
        power=f"{visual.cosine_power:g}",
    )


def _credits(origins: Collection[str]) -> Terms:
    from topopress.kinds.images.photographs import PHOTOGRAPHS

    return tuple(
        (p.label, f"{p.credit}; {p.licence}; {p.source}") for p in PHOTOGRAPHS if p.name in origins
    )
