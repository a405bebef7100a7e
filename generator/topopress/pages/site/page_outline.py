"""What a check must know of a page, read from its HTML."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

LOADING = {
    "script": ("src",),
    "img": ("src", "srcset"),
    "link": ("href",),
    "source": ("src", "srcset"),
    "video": ("src", "poster"),
    "audio": ("src",),
    "iframe": ("src",),
    "object": ("data",),
    "use": ("href", "xlink:href"),
    "image": ("href", "xlink:href"),
}
FORBIDDEN = frozenset({"iframe", "object", "embed", "base", "form"})
# What may stand before the policy: it governs only what comes after it.
_BEFORE_POLICY = frozenset({"html", "head", "meta"})


@dataclass(frozen=True, slots=True)
class Reference:
    """An address on a page.

    Attributes:
        element: Name of the element that states it.
        address: The address as written.
        loads: Whether the browser fetches it by itself.
    """

    element: str
    address: str
    loads: bool


@dataclass(slots=True)
class Outline:
    """What a page says of itself.

    Attributes:
        language: ``lang`` of the root element.
        title: Text of the title.
        description: The description for search engines.
        policy: The Content-Security-Policy, None without one.
        policy_is_late: Whether something stands before it that it should govern.
        h1: Number of first-level headings.
        has_main: Whether there is a main landmark.
        ids: All ids.
        repeated_ids: Ids that stand twice.
        references: All addresses.
        styles: Contents of style elements.
        manifest: Text of the explorer's manifest, None without one.
        problems: What must not stand on a page.
    """

    language: str = ""
    title: str = ""
    description: str = ""
    policy: str | None = None
    policy_is_late: bool = False
    h1: int = 0
    has_main: bool = False
    ids: set[str] = field(default_factory=set)
    repeated_ids: list[str] = field(default_factory=list)
    references: list[Reference] = field(default_factory=list)
    styles: list[str] = field(default_factory=list)
    manifest: str | None = None
    problems: list[str] = field(default_factory=list)


def outline_of(html: bytes) -> Outline:
    """Return the outline of a page."""
    reader = _Reader()
    reader.feed(html.decode())
    reader.close()
    return reader.outline


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.outline = Outline()
        self._text_of = ""
        self._text: list[str] = []
        self._governed = False
        self._in_svg = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what an element says."""
        given = {name: value or "" for name, value in attrs}
        self._governed |= tag not in _BEFORE_POLICY
        self._in_svg += tag == "svg"
        self._note_element(tag, given)
        self._note_attributes(tag, given)
        self._note_references(tag, given)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what an element without content says."""
        self.handle_starttag(tag, attrs)
        self._in_svg -= tag == "svg"

    def handle_endtag(self, tag: str) -> None:
        """Keep the text of the element that ends, if it is one that matters."""
        self._in_svg -= tag == "svg"
        if not self._text_of or tag not in {"title", "style", "script"}:
            return
        text = "".join(self._text)
        if self._text_of == "title":
            self.outline.title = text
        elif self._text_of == "style":
            self.outline.styles.append(text)
        elif self._text_of == "manifest":
            self.outline.manifest = text
        self._text_of, self._text = "", []

    def handle_data(self, data: str) -> None:
        """Gather the text of the element that matters."""
        if self._text_of:
            self._text.append(data)

    def _note_element(self, tag: str, given: dict[str, str]) -> None:
        outline = self.outline
        if tag == "html":
            outline.language = given.get("lang", "")
        elif tag == "h1":
            outline.h1 += 1
        elif tag == "main":
            outline.has_main = True
        elif tag == "meta":
            self._note_meta(given)
        elif tag == "script":
            self._note_script(given)
        elif tag == "style" or (tag == "title" and not self._in_svg):
            self._text_of = tag
        elif tag in FORBIDDEN:
            outline.problems.append(f"has a <{tag}>")

    def _note_meta(self, given: dict[str, str]) -> None:
        if given.get("name") == "description":
            self.outline.description = given.get("content", "")
        if given.get("http-equiv", "").lower() == "content-security-policy":
            self.outline.policy = given.get("content", "")
            self.outline.policy_is_late = self._governed

    def _note_script(self, given: dict[str, str]) -> None:
        if given.get("id") == "topo-manifest":
            self._text_of = "manifest"
        if given.get("type", "") == "application/json":
            return
        if "src" not in given:
            self.outline.problems.append("has an inline script")
        if given.get("type") == "module":
            self.outline.problems.append("has a module script, which does not run from a disk")

    def _note_attributes(self, tag: str, given: dict[str, str]) -> None:
        problems = self.outline.problems
        problems += (f"<{tag}> has {name}" for name in given if name.startswith("on"))
        for name in ("style", "integrity", "crossorigin"):
            if name in given:
                problems.append(f"<{tag}> has {name}")
        if tag == "img" and not given.get("alt", "").strip():
            problems.append(f"picture {given.get('src', '')!r} has no alt text")
        if "id" in given:
            if given["id"] in self.outline.ids:
                self.outline.repeated_ids.append(given["id"])
            self.outline.ids.add(given["id"])

    def _note_references(self, tag: str, given: dict[str, str]) -> None:
        for name in LOADING.get(tag, ()):
            for address in _addresses(name, given.get(name)):
                self.outline.references.append(Reference(f"<{tag}>", address, loads=True))
        if tag == "a" and "href" in given:
            self.outline.references.append(Reference("<a>", given["href"], loads=False))


def _addresses(name: str, value: str | None) -> list[str]:
    if value is None:
        return []
    if name != "srcset":
        return [value]
    return [candidate.split()[0] for candidate in value.split(",") if candidate.split()]
