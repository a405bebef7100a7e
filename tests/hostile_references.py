"""Hostile entries of BibTeX and hostile strings, made by a seed; and what a page may never hold."""

import random
import re
import string
from collections.abc import Iterator, Mapping

from topopress.pages.site.check import check_site
from topopress.pages.site.page_outline import Outline

SEED = 20_261_130
STRINGS = [
    "<script>alert(1)</script>",
    "</script><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '"><svg onload=alert(1)>',
    "' onmouseover='alert(1)",
    '" autofocus onfocus="alert(1)',
    "javascript:alert(1)",
    "JaVaScRiPt&colon;alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:msgbox(1)",
    "<a href=javascript:alert(1)>x</a>",
    "<iframe src=//evil.example></iframe>",
    "<style>*{display:none}</style>",
    "<base href=//evil.example/>",
    '<meta http-equiv=refresh content="0;url=//evil.example">',
    "<!-- --><![CDATA[x]]>",
    "&lt;b&gt; &amp;amp; &#x3c;script&#x3e; &notin;",
    "{{ 7 * 7 }}",
    "{% include 'x' %}",
    "${7*7} #{7*7} <%= 7 %>",
    "__proto__",
    "constructor.prototype",
    "../../../etc/passwd",
    "view:layer=block10&node=i0c0",
    "[@who]{evidence=\"claim:x\"}",
    "[a](javascript:alert(1))",
    "![a](x.png\"onerror=alert(1))",
    "::: explorer",
    "::: claim #claim:x if=\"1 < 2\"",
    "$\\href{javascript:alert(1)}{x}$",
    "$$\\def\\a{\\a\\a}\\a$$",
    "\\write18{rm -rf /}",
    "\\input{/etc/passwd}",
    "\\newcommand{\\x}{\\x\\x}\\x",
    "{\\rtf1} \\\\ \\& \\% \\$ \\_ \\{ \\}",
    "\\'{e}\\\"{o}\\c{c}\\ss{}\\o{}\\verb|x|",
    "\u202eabc\u202c \u2066x\u2069 \u200f\u200e",
    "עברית \u202e reversed",
    "مرحبا <b>بالعالم</b>",
    "Z\u0336a\u0335l\u0334g\u0337o\u0338 e\u0301\u0323\u0302",
    "\u2028line\u2029paragraph\u0085next",
    "zero\u200bwidth\u200d\ufeff\u00ad",
    "\ue000\ue001\ue002 private \uf8ff",
    "\U000e0001\U0001f469\u200d\U0001f467 \U0001f3f4",
    "nul\x00byte \x1b[31mred\x07 \x9f",
    "\ufffd\uffff\ufffe",
    "a" * 3_000,
    "<" * 500,
    "{" * 300,
    "}" * 300,
    "[" * 300,
    "* _ ` ~~ | # > - + 1. ",
    "%00 %0d%0a %3Cscript%3E",
    "'; DROP TABLE works; --",
    "x, y and z and others and",
    ",,,,and,,and , and",
    "CON.aux NUL",
    "-", ".", "&", "<", "%", "~", "$", "@", "\\", "\"", "'", "\t", "  ",
]  # fmt: skip
ENTRIES = [
    "@article{{{key}, title = {{{text}}}, author = {{{other}}}, year = 2020}}",
    '@misc{{{key}, title = "{text}", author = "{other}"}}',
    "@book{{{key}, title = {{{text}}}, url = {{{other}}}, doi = {{{other}}}, year = {{{other}}}}}",
    "@article{{{key}, title = {{T}}, author = {{{text} and {other}}}, journal = {{{text}}}}}",
    "@article{{{text}, title = {{{other}}}}}",
    "@{text}{{{key}, title = {{{other}}}}}",
    "@inproceedings{{{key}, title = {{{text}}}, crossref = {{{key}}}, {other} = {{x}}}}",
    "@string{{{key} = {{{text}}}}} @article{{{key}, title = {key} # {{{other}}} # missing}}",
    '@comment{{{text}}} @preamble{{"{other}"}} @misc{{{key}, title = {{T}}, note = {{{text}}}}}',
    "@misc{{{key}, title = {{{text}}}, title = {{{other}}}, year = {{{{{{{text}}}}}}}}}",
]


def strings(number: int) -> list[str]:
    """Return so many hostile strings: those above, and mixtures of their parts."""
    dice = random.Random(SEED)
    found = list(STRINGS[:number])
    while len(found) < number:
        pieces = [dice.choice(STRINGS)[: dice.randint(1, 60)] for _ in range(dice.randint(2, 4))]
        found.append(dice.choice(["", " ", "\n"]).join(pieces))
    return found


def entries(number: int) -> Iterator[tuple[str, str]]:
    """Yield so many keys with hostile texts of BibTeX, some of them broken on purpose."""
    dice, texts = random.Random(SEED), strings(350)
    for index in range(number):
        key = f"hostile{index}"
        shape = ENTRIES[index % len(ENTRIES)]
        entry = shape.format(key=key, text=dice.choice(texts), other=dice.choice(texts))
        yield key, _mutated(entry, dice)
    yield "loop1", "@book{loop1, crossref = {loop2}}\n@book{loop2, crossref = {loop1}}"
    yield "deep", f"@book{{deep, title = {'{' * 2_000}x{'}' * 2_000}}}"
    yield "huge", f"@book{{huge, title = {{{'huge ' * 100_000}}}}}"
    yield "names", f"@book{{names, title = {{N}}, author = {{{' and '.join(['A. B'] * 3_000)}}}}}"
    yield "twice", "@book{twice, title = {A}}\n@book{twice, title = {B}}"
    yield "macros", f"@book{{macros, title = {{{chr(92)}textbf{{" * 50 + "x"


def _mutated(entry: str, dice: random.Random) -> str:
    """Break every second entry: cut it, double or remove a brace, or exchange a character."""
    at, how = dice.randrange(1, len(entry)), dice.randrange(8)
    match how:
        case 0:
            return entry[:at]
        case 1:
            return entry[:at] + dice.choice("{}\"',@#\\%") + entry[at:]
        case 2:
            return entry[:at] + entry[at + 1 :]
        case 3:
            return entry[:at] + dice.choice(string.printable) + entry[at + 1 :]
    return entry


def markdown(text: str) -> str:
    """Return a text as Markdown that shows it: in one line, with each sign escaped."""
    line = " ".join(text.split()) or "x"
    return re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", line)


def require_sound(files: Mapping[str, bytes]) -> None:
    """Check that nothing on the pages of a site runs, loads or hides."""
    assert check_site(files) == []
    for path, content in files.items():
        if path.endswith(".html") and path != "404.html":  # which has a style of its own
            require_harmless(content, path)


def require_harmless(content: bytes, path: str) -> None:
    """Check that nothing in HTML of ours runs, loads or hides."""
    for one in Outline(content).elements:
        where = f"{path}: <{one.tag} {one.given}>"
        assert one.tag not in {"iframe", "object", "embed", "base", "form", "style"}, where
        if one.tag == "script":
            data = one.given.get("type", "").endswith("json")
            assert data or one.given["src"].endswith(".js"), where
        for name, value in one.given.items():
            assert not name.startswith("on"), where
            assert name != "style", where
            if name in {"href", "src"}:
                assert not re.match(r"\s*(?:javascript|vbscript):", value, re.IGNORECASE), where
    assert not re.search(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]", content), path
