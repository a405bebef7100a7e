"""LaTeX in the fields of BibTeX, as plain text."""

import re

from bibtexparser.library import Library
from bibtexparser.middlewares import LatexDecodingMiddleware
from bibtexparser.model import Block, Entry, MiddlewareErrorBlock

_TEXTS = frozenset(
    {
        "author", "booktitle", "date", "editor", "howpublished", "institution", "issue", "journal",
        "journaltitle", "number", "pages", "publisher", "school", "title", "volume", "year",
    }
)  # fmt: skip
"""Fields that a work has; abstracts and notes are not read."""
MOST = 200_000
"""Characters of a field at most: the authors of a work can be thousands."""
_ADDRESSES = frozenset({"url", "doi"})
# LaTeX takes them for the start of a comment and of a column; files of other tools do not.
_BARE_SIGNS = re.compile(r"(?<!\\)([&%])")
_COMMANDS = re.compile(r"\\url\b|[{}]|\\(?=[&%_#~$])")


class PlainTexts(LatexDecodingMiddleware):
    """Decodes LaTeX, but for addresses, in which ``~``, ``%`` and ``&`` are themselves."""

    def transform_entry(self, entry: Entry, library: Library) -> Block:
        """Decode the fields of an entry that are read."""
        used = [one for one in entry.fields if one.key.lower() in _TEXTS | _ADDRESSES]
        for field in used:
            if (size := len(str(field.value))) > MOST:
                why = f"{field.key} has {size:,} characters; {MOST:,} are allowed"
                return MiddlewareErrorBlock(block=entry, error=ValueError(why))
        for field in used:
            if field.key.lower() in _ADDRESSES:
                field.value = _COMMANDS.sub("", str(field.value))
        texts = [one for one in used if one.key.lower() in _TEXTS]
        decoded = super().transform_entry(
            Entry(entry.entry_type, entry.key, texts, entry.start_line, entry.raw), library
        )
        if not isinstance(decoded, Entry):
            return decoded
        return entry

    def _transform_python_value_string(self, python_string: str) -> tuple[str, str]:
        return super()._transform_python_value_string(_BARE_SIGNS.sub(r"\\\1", python_string))
