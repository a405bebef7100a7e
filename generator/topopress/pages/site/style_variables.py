"""The colours of a site as its style sheets state them: CSS variables of ``:root``, by theme."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_VARIABLE = re.compile(r"(--[\w-]+)\s*:\s*([^;}]+)")
_REFERENCE = re.compile(r"var\(\s*(--[\w-]+)\s*(?:,\s*([^()]+))?\)")
_ROOT = re.compile(r"^(?::root|html)(?=$|[:\[])")
_DARK_MEDIA = re.compile(r"prefers-color-scheme:\s*dark")
_LIGHT_MEDIA = re.compile(r"prefers-color-scheme:\s*light")
_CHOSEN = re.compile(r"(?<!not\()\[data-theme=[\"']?(\w+)[\"']?\]")
_DEEPEST = 8
THEMES = ("light", "dark", "chosen dark")
"""As the system wishes, and dark as a reader chooses it with the button of the pages."""


@dataclass(frozen=True, slots=True)
class Rule:
    """Variables of the root that a rule sets, where it holds, and how much it weighs."""

    media: str
    selector: str
    variables: Mapping[str, str]

    @property
    def weight(self) -> int:
        """The specificity as far as rules of the root differ by it."""
        return len(re.findall(r"[\[:](?!not\()", self.selector))

    def holds(self, theme: str) -> bool:
        """Return whether the rule holds in one of ``THEMES``."""
        chosen = _CHOSEN.search(self.selector)
        if chosen:
            return chosen[1] == "dark" and theme == THEMES[2]
        if _DARK_MEDIA.search(self.media):
            return theme == "dark"
        return not self.media or (bool(_LIGHT_MEDIA.search(self.media)) and theme == "light")


def root_rules(styles: Iterable[str]) -> list[Rule]:
    """Return the rules of style sheets that set variables of the root, in their order."""
    return [rule for text in styles for rule in _rules(_COMMENT.sub("", text), "")]


def variables_of(rules: Iterable[Rule], theme: str) -> dict[str, str]:
    """Return the variables in a theme, with references to others resolved."""
    found: dict[str, str] = {}
    for rule in sorted((one for one in rules if one.holds(theme)), key=lambda one: one.weight):
        found.update(rule.variables)
    return {name: _resolved(value, found) for name, value in found.items()}


def _resolved(value: str, variables: Mapping[str, str]) -> str:
    for _ in range(_DEEPEST):
        changed = _REFERENCE.sub(lambda m: variables.get(m[1], m[2] or ""), value)
        if changed == value:
            break
        value = changed
    return value.strip()


def _rules(text: str, media: str) -> Iterator[Rule]:
    for head, body in _blocks(text):
        if head.startswith("@media"):
            yield from _rules(body, f"{media} {head.removeprefix('@media')}".strip())
        elif head.startswith(("@layer", "@supports")):
            yield from _rules(body, media)
        else:
            variables = {name: value.strip() for name, value in _VARIABLE.findall(body)}
            for selector in head.split(","):
                if variables and _ROOT.match(selector.strip()):
                    yield Rule(media, selector.strip(), variables)


def _blocks(text: str) -> Iterator[tuple[str, str]]:
    """Yield what stands before and within each outer pair of braces."""
    depth, start, opened = 0, 0, 0
    for place, sign in enumerate(text):
        if sign == "{":
            depth += 1
            opened = place if depth == 1 else opened
        elif sign == "}" and depth:
            depth -= 1
            if depth == 0:
                yield text[start:opened].rpartition(";")[2].strip(), text[opened + 1 : place]
                start = place + 1
