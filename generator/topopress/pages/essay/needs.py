"""What must be there before the pages are rendered: files beside the essay, and pictures."""

from pathlib import Path

from topopress.kinds.pictures import PictureRequest
from topopress.pages.essay.beside import files_below, read_files
from topopress.pages.essay.context import EssayText
from topopress.pages.essay.names import PlannedNames
from topopress.pages.essay.read import read, read_essay
from topopress.pages.sources import PageSource


def read_attachments(text: EssayText, folder: Path) -> dict[str, bytes]:
    """Return the files beside an essay that it names, by their path below its folder.

    Raises:
        PageError: if the essay has a mistake that is known before anything is computed.
    """
    context = read(text, PlannedNames(text.settings))
    files = read_files(context, files_below(folder))
    context.require_no_mistake()
    return files


def needs_of(source: PageSource) -> tuple[PictureRequest, ...]:
    """Return the pictures that an essay asks for, in its order, each once.

    The caller makes them and puts them into ``source.pictures``, which is not read here.

    Raises:
        PageError: if the essay has a mistake, or asks for a picture that the settings rule out.
    """
    figures = (token for token in read_essay(source).tokens if token.type == "figure")
    requests = (token.meta["request"] for token in figures)
    return tuple(dict.fromkeys(request for request in requests if request is not None))
