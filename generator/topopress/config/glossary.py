"""The terms that a site defines: ``content/glossary.toml``, each in a line ``term = "meaning"``."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from topopress.config.contents import GLOSSARY, has_file
from topopress.config.text_file import read_text
from topopress.config.texts import tag_address
from topopress.core.errors import ConfigError


@dataclass(frozen=True, slots=True)
class GlossaryFile:
    """The meanings by their terms, in the order of the file."""

    terms: Mapping[str, str] = field(default_factory=dict)


NO_TERMS = GlossaryFile()


def read_glossary_file(content: Path) -> GlossaryFile:
    """Return the file; without terms where there is none.

    Raises:
        ConfigError: naming all that is wrong with it.
    """
    if not has_file(content, GLOSSARY):
        return NO_TERMS
    path = f"content/{GLOSSARY}"
    try:
        found = tomllib.loads(read_text(content / GLOSSARY, path))
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{path}: is no TOML: {error}") from error
    terms, mistakes, seen = dict[str, str](), list[str](), dict[str, str]()
    for term, meaning in found.items():
        address = tag_address(term)
        if not isinstance(meaning, str) or not meaning.strip():
            mistakes.append(f'{path}, {term}: write its meaning in words, as in {term} = "..."')
        elif not address:
            mistakes.append(f"{path}, {term!r}: a term has at least one letter or digit")
        elif address in seen:
            mistakes.append(f"{path}, {term}: is the same term as {seen[address]!r}; remove one")
        else:
            seen[address] = term
            terms[" ".join(term.split())] = " ".join(meaning.split())
    if mistakes:
        raise ConfigError("\n  ".join(mistakes))
    return GlossaryFile(terms)
