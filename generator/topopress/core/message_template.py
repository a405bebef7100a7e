"""Writes the template of all messages, and brings the translations of ours up to date with it.

``python -m topopress.core.message_template`` is run in a checkout after a text has changed;
``--check`` says what has changed and writes nothing. docs/translating.md tells the rest.
"""

import argparse
import io
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po

from topopress.core.translations import FOR_VIEWER, OURS, TEMPLATE

ROOT = Path(__file__).resolve().parents[3]
HEADER = """# The texts that readers of Topopress's pages see.
# Copy it to translations/LANGUAGE.po of a site and fill in each msgstr (docs/translating.md).
# {n} and %(n)s stand for values: a translation has the same ones."""
_SOURCES = (
    ("generator/topopress", "*.py", "python"),
    ("templates", "*.jinja", "topopress.core.message_template:jinja_messages"),
    ("site_assets/src", "*.ts", "topopress.core.message_template:typescript_messages"),
)
_KEYWORDS: dict[str, tuple[int, ...] | None] = {
    "gettext": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_noop": (1, 2),
}
# The texts of a figure of nodes are its third to sixth argument (bundle/node_figures.py).
_OF_VIEWER: tuple[dict[str, tuple[int, ...] | None], ...] = (
    {"gettext_viewer": None, "ngettext_viewer": (1, 2)},
    {"NodeFigure": (3,)},
    {"NodeFigure": (4,)},
    {"NodeFigure": (5,)},
    {"NodeFigure": (6,)},
)
_LITERAL = re.compile(r'"(?:[^"\\]|\\.)*"')
_JOINED = rf"{_LITERAL.pattern}(?:\s*\+\s*{_LITERAL.pattern})*"
_CALL = re.compile(rf"\b(?P<name>n?gettext)\(\s*(?P<one>{_JOINED})(?:\s*,\s*(?P<many>{_JOINED}))?")
Found = tuple[int, str, str | tuple[str | None, ...] | None, list[str]]


def template() -> Catalog:
    """Return the messages in the sources of a checkout, in the order of the files."""
    catalog = Catalog(header_comment=HEADER, fuzzy=False)
    for folder, pattern, method in _SOURCES:
        for path in sorted((ROOT / folder).rglob(pattern)):
            place = path.relative_to(ROOT).as_posix()
            for message, for_viewer in _found(path, method):
                catalog.add(
                    message,
                    locations=[(place, 0)],
                    auto_comments=[FOR_VIEWER] if for_viewer else [],
                )
    return catalog


def updated(translations: Catalog, messages: Catalog) -> Catalog:
    """Return translations with exactly these messages; new ones are empty."""
    translations.update(messages, no_fuzzy_matching=True)
    translations.obsolete.clear()
    return translations


def as_po(catalog: Catalog) -> bytes:
    """Return a file without dates and numbers of lines, so that it changes with texts alone."""
    out = io.BytesIO()
    write_po(out, catalog, width=100, omit_header=False, include_lineno=False)
    dated = ("POT-Creation-Date", "PO-Revision-Date", "Generated-By", "Last-Translator")
    unwanted = tuple(f'"{name}:'.encode() for name in (*dated, "Report-Msgid", "Project-Id"))
    lines = out.getvalue().splitlines(keepends=True)
    return b"".join(line for line in lines if not line.startswith(unwanted))


def main() -> None:
    """Write the template and the translations, or compare them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--check", action="store_true", help="write nothing; fail where they differ"
    )
    check = parser.parse_args().check
    messages = template()
    files = {TEMPLATE: as_po(messages)}
    for path in sorted(OURS.glob("*.po")):
        with path.open("rb") as file:
            files[path] = as_po(updated(read_po(file, locale=path.stem), messages))
    stale = [path for path, new in files.items() if not path.is_file() or path.read_bytes() != new]
    if check and stale:
        names = ", ".join(path.name for path in stale)
        sys.exit(f"{names}: run python -m topopress.core.message_template")
    for path in stale:
        path.write_bytes(files[path])


def jinja_messages(
    file: io.BytesIO, keywords: object, tags: object, options: dict[str, str]
) -> Iterator[Found]:
    """Yield the messages of a template, for Babel."""
    from jinja2.ext import babel_extract

    settings = {
        "trimmed": "true",
        "trim_blocks": "true",
        "lstrip_blocks": "true",
        "silent": "false",
        "newstyle_gettext": "true",
    }
    yield from babel_extract(file, ("gettext", "ngettext"), (), settings)


def typescript_messages(
    file: io.BytesIO, keywords: object, tags: object, options: dict[str, str]
) -> Iterator[Found]:
    """Yield the messages of a script, those in the values of others too, for Babel."""
    for call in _CALL.finditer(file.read().decode()):
        texts = [_joined(call[name]) for name in ("one", "many") if call[name]]
        message = tuple(texts) if len(texts) > 1 else texts[0]
        yield 0, call["name"], message, []


def _joined(literals: str) -> str:
    return "".join(json.loads(literal) for literal in _LITERAL.findall(literals))


def _found(path: Path, method: str) -> Iterator[tuple[str | tuple[str, ...], bool]]:
    with path.open("rb") as file:
        if method == "python":
            for keywords in _OF_VIEWER:
                file.seek(0)
                yield from ((found[1], True) for found in extract(method, file, keywords))
        file.seek(0)
        options = {"encoding": "utf-8", "parse_template_string": "false"}
        for _, message, _, _ in extract(method, file, _KEYWORDS, options=options):
            yield message, False


if __name__ == "__main__":
    main()
