"""Data sets of Hugging Face are pictures or texts, which are kinds of their own."""

from topopress.config.base import DataSettings
from topopress.kinds.huggingface.settings import HuggingFaceData
from topopress.kinds.images import kind as images
from topopress.kinds.kind import Kind
from topopress.kinds.texts import kind as texts


def _kind(data: DataSettings) -> Kind:
    """Return the kind of the samples in the column that the settings name."""
    shows_pictures = isinstance(data, HuggingFaceData) and data.image is not None
    return images.KIND if shows_pictures else texts.KIND


KIND = _kind
