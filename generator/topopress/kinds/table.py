"""The table of kinds."""

from topopress.config.schema import Data
from topopress.kinds.images.kind import KIND as IMAGES
from topopress.kinds.kind import Kind

KINDS = {"images": IMAGES, "list": IMAGES, "npz": IMAGES, "builtin": IMAGES}
"""The kind of the samples of each data source."""


def kind_of(data: Data) -> Kind:
    """Return the kind of the samples that a data source gives."""
    return KINDS[data.kind]
