"""The links of an essay: views, pages of the site, files beside the essay, other addresses."""

import posixpath
from urllib.parse import SplitResult, quote, unquote, urlsplit

from markdown_it.token import Token

from topopress.pages.essay.context import EssayContext, Reference, line_of
from topopress.pages.sources import PICTURE_ENDINGS

SCHEMES = ("http", "https", "mailto", "view")


def resolve_link(link: Token, block: Token, context: EssayContext) -> None:
    """Check a link, and write it as the page needs it."""
    href, lines_down = str(link.attrGet("href") or ""), link.meta.get("lines_down", 0)
    address = _split(href, block, context, lines_down)
    if address.scheme == "view" or (href.startswith("#") and "=" in href):
        # "#layer=..." is a view as the explorer's address states it.
        view = context.view(href if address.scheme else f"view:{href[1:]}", block, lines_down)
        link.attrs = {"class": "view-link", "href": view.href}
    elif address.scheme:
        if address.scheme not in SCHEMES:
            hint = "; write \\< for the sign" if link.markup == "autolink" else ""
            context.fail(
                block,
                f"a link to {href!r}. Links start with {', '.join(SCHEMES)}:{hint}",
                lines_down,
            )
        if address.scheme.startswith("http") and not address.netloc:
            context.fail(block, f"a link to {href!r}: write {address.scheme}://HOST", lines_down)
        link.attrSet("rel", "noopener noreferrer")
    elif href.startswith("/"):
        context.fail(
            block,
            f"a link to {href!r}: a site can stand at any address, so write links relative to "
            "the page, such as ../index.html",
            lines_down,
        )
    elif not href:
        context.fail(block, "a link without an address", lines_down)
    else:
        path = _checked_path(address, block, context, lines_down) if address.path else ""
        link.attrSet("href", address._replace(path=quote(path)).geturl())
        line, place = line_of(block, lines_down), unquote(address.fragment)
        context.references.append(Reference(line, path, unquote(href), place))


def resolve_picture(figure: Token, context: EssayContext) -> None:
    """Check the address of a picture beside the essay, and keep it."""
    address = _split(figure.content, figure, context, 0)
    if address.scheme or address.netloc or figure.content.startswith("/"):
        context.fail(
            figure,
            f"there is no picture {figure.content[:80]!r}: pages load nothing from elsewhere; put "
            "the picture beside the essay and write its name",
        )
    path = _checked_path(address, figure, context, 0)
    if path.startswith("../"):
        context.fail(figure, f"picture {path!r} lies outside of the essay's folder")
    if posixpath.splitext(path)[1].lower() not in PICTURE_ENDINGS:
        context.fail(figure, f"picture {path!r}: must end in {', '.join(PICTURE_ENDINGS)}")
    if not caption_in_words(figure):
        context.fail(
            figure,
            f"picture {path!r} has no text: write between the brackets what it shows, for those "
            "who cannot see it",
        )
    written = unquote(figure.content)
    context.references.append(Reference(line_of(figure), path, written, is_picture=True))


def caption_in_words(figure: Token) -> str:
    """Return the caption of a figure without its markup."""
    in_words = {"text", "code_inline", "formula", "cross_reference"}
    pieces = (one.content for one in figure.children or () if one.type in in_words)
    return "".join(pieces).strip()


def path_of(address: str) -> str:
    """Return the path of a file below the article's folder; a folder stands for its page."""
    path = posixpath.normpath(unquote(address))
    is_folder = address.endswith("/") or posixpath.basename(path) in {"", ".", ".."}
    return posixpath.normpath(posixpath.join(path, "index.html")) if is_folder else path


def _checked_path(
    address: SplitResult, block: Token, context: EssayContext, lines_down: int
) -> str:
    path = path_of(address.path)
    if path.startswith("/") or "\\" in path or not path.isprintable():
        context.fail(
            block,
            f"a link to {path!r}: write links relative to the page, with / between folders, and "
            "without characters that nobody sees",
            lines_down,
        )
    return path


def _split(href: str, block: Token, context: EssayContext, lines_down: int) -> SplitResult:
    try:
        address = urlsplit(href)
        _ = address.port
    except ValueError as error:
        context.fail(block, f"a link to {href!r}, which is no address: {error}", lines_down)
    return address
