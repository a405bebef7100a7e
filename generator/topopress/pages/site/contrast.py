"""Whether the texts of a site can be read: contrast of its colours as WCAG 2.2 defines it.

Looked at are the variables of the style sheets, so colours that a site overrides are found as well.
"""

from collections.abc import Iterator, Mapping

from PIL import ImageColor

from topopress.core.problems import Problem, Severity
from topopress.pages.site.page_outline import Outline
from topopress.pages.site.style_variables import THEMES, root_rules, variables_of

TEXT, MARK = 4.5, 3.0
"""The least contrast of texts and of marks: WCAG 2.2, success criteria 1.4.3 and 1.4.11, AA."""
PAIRS = (
    ("--ink", "--paper", TEXT),
    ("--ink", "--paper-raised", TEXT),
    ("--ink-soft", "--paper", TEXT),
    ("--ink-soft", "--paper-raised", TEXT),
    ("--ink-faint", "--paper", TEXT),
    ("--ink-faint", "--paper-raised", TEXT),
    ("--accent", "--paper", TEXT),
    ("--accent", "--paper-raised", TEXT),
    ("--focus", "--paper", MARK),
)
"""Colours of texts and marks, what they stand on, and the least contrast of the two."""
# The constants of relative luminance in WCAG 2.2.
_LINEAR_UP_TO, _WEIGHTS = 0.04045, (0.2126, 0.7152, 0.0722)


def contrast_problems(files: Mapping[str, bytes]) -> Iterator[Problem]:
    """Yield the pairs of colours that are too much alike, in each theme."""
    sheets = _sheets(files)
    rules = root_rules(files[path].decode() for path in sheets)
    seen = set[tuple[Severity, str]]()
    for theme in THEMES:
        variables = variables_of(rules, theme)
        for front, back, least in PAIRS:
            found = _problem(variables, front, back, least)
            if found and found not in seen:
                seen.add(found)
                severity, message = found
                where = f"in the {theme} theme {message}"
                yield Problem(sheets[-1], where, "contrast", severity=severity)


def contrast(one: tuple[int, ...], other: tuple[int, ...]) -> float:
    """Return the contrast ratio of two colours, each red, green and blue from 0 to 255."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _sheets(files: Mapping[str, bytes]) -> list[str]:
    """Return the style sheets of the home page in their order; later ones override earlier ones."""
    page = Outline(files.get("index.html", b""))
    linked = (one.given for one in page.of_tag("link") if one.given.get("rel") == "stylesheet")
    return [given["href"] for given in linked if given.get("href") in files]


def _problem(
    variables: Mapping[str, str], front: str, back: str, least: float
) -> tuple[Severity, str] | None:
    if front not in variables or back not in variables:
        return None
    colours = []
    for name in (front, back):
        try:
            colours.append(_colour(variables[name]))
        except ValueError:
            what = f"{name} is {variables[name]}, whose contrast is not computed; write #rrggbb"
            return "notice", what
    ratio = contrast(*colours)
    if ratio >= least:
        return None
    return "error", (
        f"{front} ({variables[front]}) on {back} ({variables[back]}) has a contrast of "
        f"{ratio:.2f}, and {'texts' if least == TEXT else 'marks'} need {least:g}"
    )


def _colour(value: str) -> tuple[int, ...]:
    """Return a colour without transparency.

    Raises:
        ValueError: it is of a form that is not read, such as ``oklch(...)``.
    """
    colour = ImageColor.getrgb(value.replace(" / ", ","))
    if len(colour) > len(_WEIGHTS):
        raise ValueError(value)
    return colour


def _luminance(colour: tuple[int, ...]) -> float:
    shares = (part / 255 for part in colour)
    linear = (s / 12.92 if s <= _LINEAR_UP_TO else ((s + 0.055) / 1.055) ** 2.4 for s in shares)
    return sum(weight * part for weight, part in zip(_WEIGHTS, linear, strict=True))
