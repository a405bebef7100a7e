"""The pictures that must be made before the pages are rendered."""

from collections.abc import Mapping

from topopress.kinds.pictures import PictureRequest
from topopress.pages.essay.articles import Essays


def needs_of(essays: Essays) -> Mapping[str, tuple[PictureRequest, ...]]:
    """Return the pictures that essays ask for, each once, by the name of their exploration.

    The caller makes them and puts them into ``PageSource.pictures``, which is not read here.
    """
    tokens = (token for one in essays.values() for token in one.tokens if token.type == "figure")
    asked = dict.fromkeys(one for token in tokens if (one := token.meta.get("asked")) is not None)
    names = dict.fromkeys(one.exploration for one in asked)
    return {name: tuple(one.request for one in asked if one.exploration == name) for name in names}
