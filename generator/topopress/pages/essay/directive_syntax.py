"""The lines of a directive: ``::: NAME key=value key="..." #label`` and the colons of its end."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from markdown_it.rules_block import StateBlock

from topopress.pages.essay.directive import CLOSE, OPEN, Directive
from topopress.pages.tables.text import or_near

_LINE = re.compile(r"(:{3,})[ \t]*(.*?)[ \t]*$")
_NAME = re.compile(r"[^\s#]*")
_PART = re.compile(
    r'[ \t]+(?:#(?P<label>[^\s"=]+)(?=\s|$)'
    r'|(?P<key>[^\s="#]+)=(?:"(?P<quoted>(?:[^"\\]|\\.)*)"|(?P<value>[^\s"]+))(?=\s|$)'
    r"|(?P<other>\S+))"
)
_ESCAPED = re.compile(r'\\(["\\])')


@dataclass(slots=True)
class FirstLine:
    """What the first line of a directive says, and what is wrong with it whatever it is."""

    name: str
    attributes: dict[str, str] = field(default_factory=dict)
    label: str = ""
    mistakes: list[str] = field(default_factory=list)


def directive(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
    """Take the first or the last line of a directive for a token; its body is read as ever."""
    if state.is_code_block(start_line):
        return False
    line = state.src[state.bMarks[start_line] + state.tShift[start_line] : state.eMarks[start_line]]
    match = _LINE.match(line)
    if match is None:
        return False
    if not silent:
        state.line = start_line + 1
        token = state.push(OPEN if match[2] else CLOSE, "", 0)
        token.map, token.markup, token.info = [start_line, start_line + 1], match[1], match[2]
    return True


def first_line(text: str) -> FirstLine:
    """Read what follows the colons of a first line."""
    name = _NAME.match(text)
    found = FirstLine(name[0] if name else "")
    for part in _PART.finditer(text, len(found.name)):
        if part["label"]:
            if found.label:
                found.mistakes.append(f"a second label #{part['label']}; remove one")
            found.label = part["label"]
        elif part["key"]:
            if part["key"] in found.attributes:
                found.mistakes.append(f"{part['key']} is given twice; remove one")
            value = part["value"] or _ESCAPED.sub(r"\1", part["quoted"] or "")
            found.attributes[part["key"]] = value
        else:
            found.mistakes.append(
                f'{part["other"]!r} is no part of it; write key=value, key="value with spaces" or '
                "#label"
            )
    return found


def wrong_parts(first: FirstLine, kind: Directive) -> Iterator[str]:
    """Yield what is wrong with a first line for a directive of this kind."""
    yield from first.mistakes
    allowed = kind.attributes
    known = f"It has: {', '.join(allowed)}" if allowed else "It has no attributes"
    for key in first.attributes:
        if key not in allowed:
            yield f"unknown attribute {key!r}{or_near(key, allowed)} {known}"
    for key in kind.required:
        if key not in first.attributes:
            yield f"{key} is missing. {known}"
    if first.label and not kind.label:
        yield f"#{first.label}: it has no label"
    elif first.label and not first.label.startswith(f"{kind.label}:"):
        yield f"#{first.label}: its label starts with '{kind.label}:', as in #{kind.label}:name"
