"""The pictures that must be made before the pages are rendered."""

from topopress.kinds.pictures import PictureRequest
from topopress.pages.essay.read import read_essay
from topopress.pages.sources import PageSource


def needs_of(source: PageSource) -> tuple[PictureRequest, ...]:
    """Return the pictures that an essay asks for, in its order, each once.

    The caller makes them and puts them into ``source.pictures``, which is not read here.

    Raises:
        PageError: if the essay has a mistake, or asks for a picture that the settings rule out.
    """
    figures = (token for token in read_essay(source).tokens if token.type == "figure")
    requests = (token.meta["request"] for token in figures)
    return tuple(dict.fromkeys(request for request in requests if request is not None))
