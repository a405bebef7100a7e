"""Formulas in LaTeX, set as MathML Core when the site is built.

latex2mathml reads the LaTeX; what it lets pass silently, such as an unknown command or a brace that
is not closed, is an error here. Only elements and attributes that browsers show are left.
"""

import html
import re
from collections.abc import Iterator, Mapping
from xml.etree.ElementTree import Element

from markupsafe import Markup, escape

from topopress.core.language import gettext
from topopress.pages.essay.letters import styled
from topopress.pages.tables.text import or_near

LONGEST = 5_000
"""Characters of a formula at most, so that its conversion ends soon."""
DEEPEST = 50
"""Braces within each other at most."""
LONG_LINE = 24
"""Symbols of a formula within a line from which it may be wider than a phone."""
_ARGUMENTS = {
    "mfrac": 2, "msub": 2, "msup": 2, "msubsup": 3, "munder": 2, "mover": 2, "munderover": 3,
    "mroot": 2,
}  # fmt: skip
_OTHERS = {
    "math", "mrow", "mi", "mn", "mo", "mspace", "mtext", "msqrt", "mstyle", "mpadded", "mphantom",
    "mtable", "mtr", "mtd",
}  # fmt: skip
TAGS = frozenset({*_ARGUMENTS, *_OTHERS})
_LENGTHS = {
    "width", "height", "depth", "lspace", "rspace", "voffset", "minsize", "maxsize", "mathsize",
    "linethickness",
}  # fmt: skip
_WORDS = {
    "accent", "accentunder", "displaystyle", "fence", "form", "largeop", "movablelimits",
    "scriptlevel", "separator", "stretchy", "symmetric", "mathcolor", "mathbackground",
}  # fmt: skip
ATTRIBUTES = frozenset({*_LENGTHS, *_WORDS, "mathvariant", "display", "alttext", "class"})
# Browsers leave these out; nothing but white space differs.
_LEFT_OUT = frozenset({"columnspacing", "rowspacing", "xmlns"})
_LENGTH = re.compile(r"-?\d*\.?\d+(em|ex|px|pt|pc|cm|mm|in|%)?")
_WORD = re.compile(r"[A-Za-z0-9#+-]*")
_NOTHING = re.compile("(?!)")
_ALLOWED = dict.fromkeys(_LENGTHS, _LENGTH) | dict.fromkeys(_WORDS, _WORD)
_CODE_OF_A_LETTER = re.compile(r"&#x000(4[1-9A-F]|5[0-9A]|6[1-9A-F]|7[0-9A]);")
_SPACES = {"thinmathspace": "0.167em", "mediummathspace": "0.222em", "thickmathspace": "0.278em"}
# They would define, link, style or number; LaTeX's \% is a sign, its % begins a comment.
_REFUSED = re.compile(
    r"\\(href|style|class|cssId|tag|label|(?:re)?newcommand|providecommand|(?:re)?newenvironment|[gex]?def"
    r"|let|unicode)(?![A-Za-z])"
)
_INSTEAD = dict.fromkeys(("label", "tag"), "; write {#eq:name} behind the end of the formula")
# What latex2mathml knows under another name, or numbers.
_SAME = {
    "align": "align*", "aligned": "align*", "dcases": "cases", "gather": "matrix",
    "gather*": "matrix", "gathered": "matrix",
}  # fmt: skip
# The environment of one equation adds a number alone.
_EQUATION = frozenset({"equation", "equation*"})
_COMMANDS = {"arg": "\\operatorname{arg}", "dag": "\\dagger", "nonumber": "", "notag": ""}
_KNOWN_OTHERWISE = re.compile(rf"\\({'|'.join(_COMMANDS)})(?![A-Za-z])")
_PIECE = re.compile(r"\\(?:[A-Za-z]+|.)|[{}%$]", re.DOTALL)
_SIGNS = {
    "%": "begins a comment; write '\\%' for a percent sign",
    "$": "is within it; write '\\$' for a dollar sign",
}
_ENVIRONMENT = re.compile(r"\\(begin|end)\s*\{([^{}]*)\}")


def mathml(latex: str, values: Mapping[str, str] = {}, *, display: bool = False) -> Markup:
    """Return a formula as a ``math`` element.

    ``values`` are texts by the single character that stands for each of them in the LaTeX.

    Raises:
        ValueError: with a sentence for the author, if the formula cannot be set.
    """
    _check(latex)
    plainer = _ENVIRONMENT.sub(_known_environment, _KNOWN_OTHERWISE.sub(_known_command, latex))
    math = _converted(plainer, display=display)
    for element in math.iter():
        _check_element(element)
    math.set("alttext", " ".join(latex.split()))
    shown = _written(math, values)
    long = not display and sum(not len(element) for element in math.iter()) > LONG_LINE
    return in_scroller("span", "formula-long", shown) if long else shown


def in_scroller(tag: str, name: str, content: Markup) -> Markup:
    """Return a box that is scrolled, also by keyboard, where its content is too wide."""
    box = '<{0} class="{1}" role="group" aria-label="{3}" tabindex="0">{2}</{0}>'
    return Markup(box).format(Markup(tag), name, content, gettext("Formula"))


def _check(latex: str) -> None:
    if not latex.strip():
        raise ValueError("there is nothing in it")
    if len(latex) > LONGEST:
        raise ValueError(f"it has {len(latex):,} characters; {LONGEST:,} are allowed")
    if refused := _REFUSED.search(latex):
        raise ValueError(f"{refused[0]} cannot be used here{_INSTEAD.get(refused[1], '')}")
    if sign := next((one for one in _PIECE.findall(latex) if one in _SIGNS), ""):
        raise ValueError(f"'{sign}' {_SIGNS[sign]}")
    _check_braces(latex)
    _check_environments(latex)


def _check_braces(latex: str) -> None:
    depth = 0
    for piece in _PIECE.findall(latex):
        depth += (piece == "{") - (piece == "}")
        if depth > DEEPEST:
            raise ValueError("it is nested too deeply")
        if depth < 0:
            raise ValueError("a '}' closes nothing; write '\\}' for a brace that is shown")
    if depth:
        raise ValueError("a '{' is not closed; write '\\{' for a brace that is shown")


def _check_environments(latex: str) -> None:
    from latex2mathml.commands import MATRICES

    known = sorted({*_SAME, *_EQUATION, *(name.removeprefix("\\") for name in MATRICES)})
    is_open: list[str] = []
    for what, name in _ENVIRONMENT.findall(latex):
        if name not in known:
            raise ValueError(
                f"unknown environment {name!r}{or_near(name, known)} There are: {', '.join(known)}"
            )
        if what == "begin":
            is_open.append(name)
        elif not is_open or is_open.pop() != name:
            raise ValueError(f"\\end{{{name}}} ends nothing that begins before it")
    if is_open:
        raise ValueError(f"\\begin{{{is_open[-1]}}} has no \\end{{{is_open[-1]}}}")


def _known_environment(one: re.Match[str]) -> str:
    return "" if one[2] in _EQUATION else f"\\{one[1]}{{{_SAME.get(one[2], one[2])}}}"


def _known_command(one: re.Match[str]) -> str:
    return _COMMANDS[one[1]]


def _converted(latex: str, *, display: bool) -> Element:
    from latex2mathml.converter import Converter

    try:
        return Converter(display="block" if display else "inline").convert_to_element(latex)
    except RecursionError as error:
        raise ValueError("it is nested too deeply") from error
    except Exception as error:
        # The library documents no errors; besides its own, it raises IndexError and the like.
        words = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", type(error).__name__.removesuffix("Error"))
        raise ValueError(f"latex2mathml cannot read it: {words.lower()}") from error


def _check_element(element: Element) -> None:
    """Refuse what browsers do not show, and write the rest as they understand it."""
    if element.tag not in TAGS or _ARGUMENTS.get(element.tag, len(element)) != len(element):
        raise ValueError(f"something is missing in it, or browsers do not show it ({element.tag})")
    text = element.text or ""
    if text.startswith("\\") and element.tag != "mtext":
        raise ValueError(f"unknown command '{text}'")
    if text in {"&", "{", "}"}:
        raise ValueError(f"a '{text}' where none can be; write '\\{text}' for the sign")
    given = dict(element.attrib)
    element.attrib.clear()
    # \mathrm{d} comes as the code of the letter, and \mathrm{relu} as letters with an attribute.
    upright = "normal" if _CODE_OF_A_LETTER.fullmatch(text) else ""
    element.text = styled(html.unescape(text), given.pop("mathvariant", upright), element)
    if element.tag == "mo" and len(text) > 1 and text.isalpha() and "movablelimits" not in given:
        element.tag = "mi"  # a function such as softmax, without the spaces of an operator
    for name, value in given.items():
        element.attrib.update(_attribute(name, value))


def _attribute(name: str, value: str) -> Iterator[tuple[str, str]]:
    sign, _, space = value.rpartition("negative")
    value = f"{'-' if sign or value.startswith('negative') else ''}{_SPACES.get(space, space)}"
    if name == "columnalign":
        yield "class", f"align-{value}"
    elif name == "display" or _ALLOWED.get(name, _NOTHING).fullmatch(value):
        yield name, value
    elif name not in _LEFT_OUT:
        raise ValueError(f"browsers do not show it ({name}={value})")


def _written(element: Element, values: Mapping[str, str]) -> Markup:
    attributes = Markup("").join(
        Markup(' {}="{}"').format(name, _filled_in(value, values))
        for name, value in sorted(element.attrib.items())
    )
    inside = [escape(_filled_in(element.text or "", values))]
    inside += [_written(child, values) for child in element]
    # A value is text, not a variable.
    tag = Markup("mtext" if element.text in values and element.tag == "mi" else element.tag)
    return Markup("<{}{}>{}</{}>").format(tag, attributes, Markup("").join(inside), tag)


def _filled_in(text: str, values: Mapping[str, str]) -> str:
    return "".join(values.get(character, character) for character in text)
