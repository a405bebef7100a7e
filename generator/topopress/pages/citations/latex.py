"""LaTeX in the fields of BibTeX, as plain text."""

import re

from bibtexparser.library import Library
from bibtexparser.middlewares import LatexDecodingMiddleware
from bibtexparser.model import Block, Entry

_ADDRESSES = frozenset({"url", "doi"})
# LaTeX takes them for the start of a comment and of a column; files of other tools do not.
_BARE_SIGNS = re.compile(r"(?<!\\)([&%])")
_COMMANDS = re.compile(r"\\url\b|[{}]|\\(?=[&%_#~$])")


class PlainTexts(LatexDecodingMiddleware):
    """Decodes LaTeX, but for addresses, in which ``~``, ``%`` and ``&`` are themselves."""

    def transform_entry(self, entry: Entry, library: Library) -> Block:
        """Decode the fields of an entry."""
        fields = [one for one in entry.fields if one.key.lower() in _ADDRESSES]
        written = [str(one.value) for one in fields]
        block = super().transform_entry(entry, library)
        for field, address in zip(fields, written, strict=True):
            field.value = _COMMANDS.sub("", address)
        return block

    def _transform_python_value_string(self, python_string: str) -> tuple[str, str]:
        return super()._transform_python_value_string(_BARE_SIGNS.sub(r"\\\1", python_string))
