"""What the check of a site reads from the HTML of a page."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from html.parser import HTMLParser
from itertools import takewhile

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
_DATA = frozenset({"application/json", "application/ld+json"})
"""Types of scripts that are data, which no browser runs."""
# Elements that may come before the policy, which governs only what comes after it.
_BEFORE_POLICY = frozenset({"html", "head", "meta"})


@dataclass(frozen=True, slots=True)
class Reference:
    """An address as an element states it; the browser fetches it by itself if it ``loads``."""

    element: str
    address: str
    loads: bool


@dataclass(slots=True)
class Element:
    """An element, its attributes, and the text up to the next tag."""

    tag: str
    given: dict[str, str]
    in_svg: bool
    text: str = ""


class Outline(HTMLParser):
    """What the check reads from a page: its elements, in their order."""

    def __init__(self, html: bytes) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[Element] = []
        self._open = False
        self._svg_depth = 0
        self.feed(html.decode())
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep an element."""
        self._svg_depth += tag == "svg"
        given = {name: value or "" for name, value in attrs}
        self.elements.append(Element(tag, given, self._svg_depth > 0))
        self._open = True

    def handle_endtag(self, tag: str) -> None:
        """End the text of an element."""
        self._svg_depth -= tag == "svg"
        self._open = False

    def handle_data(self, data: str) -> None:
        """Keep the text of an element, up to the next tag."""
        if self._open:
            self.elements[-1].text += data

    def of_tag(self, tag: str) -> list[Element]:
        """Return the elements of a tag; titles of drawings are not among titles."""
        return [
            one for one in self.elements if one.tag == tag and not (tag == "title" and one.in_svg)
        ]

    @property
    def policy(self) -> str | None:
        """The Content-Security-Policy, None without one."""
        policies = (one.given.get("content", "") for one in self.elements if _is_policy(one))
        return next(policies, None)

    @property
    def policy_is_late(self) -> bool:
        """Whether an element comes before the policy that it should govern."""
        before = takewhile(lambda one: not _is_policy(one), self.elements)
        return self.policy is not None and any(one.tag not in _BEFORE_POLICY for one in before)

    @property
    def manifest(self) -> str | None:
        """Text of the explorer's manifest, None without one."""
        named = (one.text for one in self.elements if one.given.get("id") == "topo-manifest")
        return next(named, None)

    @cached_property
    def ids(self) -> Counter[str]:
        """How often each id occurs."""
        return Counter(one.given["id"] for one in self.elements if "id" in one.given)

    @property
    def references(self) -> Iterator[Reference]:
        """All addresses."""
        for one in self.elements:
            for name in LOADING.get(one.tag, ()):
                addresses = [one.given[name]] if name in one.given else []
                if name == "srcset":
                    parts = (part.split() for value in addresses for part in value.split(","))
                    addresses = [part[0] for part in parts if part]
                yield from (Reference(f"<{one.tag}>", each, loads=True) for each in addresses)
            if one.tag == "a" and "href" in one.given:
                yield Reference("<a>", one.given["href"], loads=False)

    @property
    def problems(self) -> list[tuple[str, str]]:
        """What no page may contain, each after the name of its rule."""
        return [found for one in self.elements for found in _problems(one)]


def _is_policy(element: Element) -> bool:
    return element.given.get("http-equiv", "").lower() == "content-security-policy"


def _problems(element: Element) -> Iterator[tuple[str, str]]:
    tag, given = element.tag, element.given
    if tag in FORBIDDEN:
        yield "policy", f"has a <{tag}>"
    for name in given:
        if name.startswith("on") or name in {"style", "integrity", "crossorigin"}:
            yield "policy", f"<{tag}> has {name}"
    yield from (("alt", what) for what in _without_words(element))
    if tag == "script" and given.get("type") not in _DATA:
        if "src" not in given:
            yield "policy", "has an inline script"
        if given.get("type") == "module":
            yield "policy", "has a module script, which does not run from a disk"


def _without_words(element: Element) -> Iterator[str]:
    """Say if an element shows a picture that has no words for those who cannot see it."""
    tag, given = element.tag, element.given
    if tag == "img" and not given.get("alt", "").strip():
        yield f"picture {given.get('src', '')!r} has no alt text"
    named = any(given.get(name, "").strip() for name in ("aria-label", "aria-labelledby"))
    if tag == "svg" and given.get("role") == "img" and not named:
        yield "a drawing, <svg role=img>, has no aria-label"
