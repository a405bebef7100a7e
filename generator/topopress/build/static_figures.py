"""``topopress export NAME --static-figures``: figures as SVG, PDF and PNG, with LaTeX and Markdown.

PDF and PNG are made of the SVG by svg2pdf-py and resvg-py. Both read SVG with usvg, so the two look
alike, and they need no library of the system.
"""

import base64
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from PIL import Image

from topopress.build.own_file import START, write_file
from topopress.build.site import pages_of
from topopress.config.load import load_project
from topopress.core.errors import ConfigError, PageError, PublishError
from topopress.core.language import speaking
from topopress.core.progress import SILENT, Progress
from topopress.core.translations import language_of
from topopress.pages.site.environment import environment
from topopress.pages.site.static_figures import (
    BEGINNING,
    WIDTH_MM,
    StaticFigure,
    figures_of,
    in_latex,
    in_markdown,
)
from topopress.stage.listener import Listener

LATEX, MARKDOWN = "figures.tex", "figures.md"
DPI = 300
_MM_PER_INCH = 25.4
_MISSING = (
    "--static-figures: needs the packages resvg-py and svg2pdf-py; "
    "`pip install 'topopress[figures]'` brings them"
)


def export_static_figures(
    root: Path,
    name: str,
    *,
    out: Path | None = None,
    listener: Listener,
    progress: Progress = SILENT,
    device: str = "cpu",
) -> tuple[Path, int]:
    """Write every figure of an exploration into a folder; return it, and how many there are.

    By default the folder is ``export/NAME/figures`` in the root. The other arguments are those of
    ``export``.

    Raises:
        ConfigError: packages are missing, or the name is not that of an exploration.
        PublishError: the folder has files that are not of this command, or cannot be written.
    """
    _require_packages()
    project = load_project(root, (name,))
    if not project.explorations or project.case_studies:
        raise ConfigError(f"{name}: figures are written of an exploration")
    address = project.explorations[0].name
    folder = out or root / "export" / address / "figures"
    _require_own(folder)
    articles, files = pages_of(root, project, listener, progress, device)
    source = next(one for one in articles.explorations if one.name == address)
    with speaking(language_of(project.site.language, root / "translations")):
        figures = figures_of(environment(root / "templates"), source, files)
    for one in figures:
        for ending, content in _forms(one):
            write_file(content, folder / f"{one.name}{ending}")
    write_file(in_markdown(figures).encode(), folder / MARKDOWN)
    write_file(in_latex(figures).encode(), folder / LATEX)
    return folder, len(figures)


def _require_packages() -> None:
    try:
        import resvg_py  # noqa: F401
        import svg2pdf_py  # noqa: F401
    except ImportError as error:
        raise ConfigError(_MISSING) from error


def _require_own(folder: Path) -> None:
    if not folder.exists() or (folder.is_dir() and not any(folder.iterdir())):
        return
    latex = folder / LATEX
    if latex.is_file() and latex.read_bytes()[:START].startswith(BEGINNING.encode()):
        return
    raise PublishError(
        f"{folder}: has files that `topopress export --static-figures` did not write; name another "
        "folder with --out"
    )


def _forms(figure: StaticFigure) -> Iterator[tuple[str, bytes]]:
    """Yield a figure as SVG, PDF and PNG, with the endings of the files."""
    if figure.ending == ".svg":
        svg = figure.content.decode("utf-8-sig")
        yield ".svg", figure.content
        try:
            yield ".pdf", _pdf(svg)
            yield ".png", _png(svg)
        except (ValueError, RuntimeError) as error:
            raise PageError(f"{figure.name}: the drawing cannot be read: {error}") from error
        return
    with Image.open(io.BytesIO(figure.content)) as opened:
        picture = opened.convert("RGBA")
    white = Image.new("RGBA", picture.size, "white")
    shown = Image.alpha_composite(white, picture).convert("RGB")
    yield ".svg", _around(picture)
    for ending, kind in ((".pdf", "PDF"), (".png", "PNG")):
        made = io.BytesIO()
        options: dict[str, Any] = {"resolution": DPI} if kind == "PDF" else {"dpi": (DPI, DPI)}
        (shown if kind == "PDF" else picture).save(made, kind, **options)
        yield ending, made.getvalue()


def _around(picture: Image.Image) -> bytes:
    """Return an SVG that holds a picture at 300 dpi."""
    made = io.BytesIO()
    picture.save(made, "PNG")
    data = base64.b64encode(made.getvalue()).decode("ascii")
    width, height = (f"{size / DPI * _MM_PER_INCH:.2f}mm" for size in picture.size)
    box = f"0 0 {picture.width} {picture.height}"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
        f'viewBox="{box}"><image width="{picture.width}" height="{picture.height}" '
        f'href="data:image/png;base64,{data}"/></svg>\n'
    ).encode()


def _pdf(svg: str) -> bytes:
    import svg2pdf_py

    return bytes(svg2pdf_py.svg_to_pdf(svg, _fonts()))


def _fonts() -> Any:  # noqa: ANN401 - of a package without types
    import svg2pdf_py

    fonts = svg2pdf_py.FontDatabase()
    fonts.load_system_fonts()
    return fonts


def _png(svg: str) -> bytes:
    import resvg_py

    width = round(WIDTH_MM / _MM_PER_INCH * DPI)
    # Without a resolution, it takes lengths in millimetres for nothing.
    drawn = resvg_py.svg_to_bytes(svg_string=svg, width=width, dpi=96.0, background="#ffffff")
    made = io.BytesIO()
    with Image.open(io.BytesIO(bytes(drawn))) as picture:
        picture.save(made, "PNG", dpi=(DPI, DPI))
    return made.getvalue()
