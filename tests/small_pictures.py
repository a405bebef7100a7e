"""Small pictures in folders, for tests of the sources that read them."""

import io

import numpy as np
from PIL import Image


def picture(seed, side=8):
    """Return a PNG of noise."""
    buffer = io.BytesIO()
    values = np.random.default_rng(seed).integers(0, 256, (side, side, 3), dtype=np.uint8)
    Image.fromarray(values).save(buffer, "PNG")
    return buffer.getvalue()


def fill(root, names):
    """Write a picture under each name and return the folder."""
    for index, name in enumerate(names):
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(picture(index))
    return root
