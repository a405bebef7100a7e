"""How works and citations of them are written: numbered, or by author and year."""

from dataclasses import dataclass

from topopress.core.language import gettext
from topopress.pages.citations.works import Name, Work
from topopress.pages.tables.text import listed

_MOST_AUTHORS = 2
"""Authors that a citation names; of more, the first."""


@dataclass(frozen=True, slots=True)
class Words:
    """A work in words.

    Attributes:
        who: The authors with initials.
        title: Ends with a full stop, a question mark or an exclamation mark.
        published: Where and when, with a full stop.
    """

    who: str
    title: str
    published: str


def in_words(work: Work) -> Words:
    """Return what a list of references says of a work."""
    return Words(listed(_authors(work)), _ended(work.title), _ended(_published(work)))


def plain(work: Work) -> str:
    """Return a work in one line."""
    words = in_words(work)
    lead = f"{words.who}: " if words.who else ""
    return f"{lead}{words.title} {words.published}".rstrip()


def short_names(work: Work) -> str:
    """Return ``Rathore et al.``, or the title of a work without authors."""
    families = [name.family for name in work.authors]
    if not families:
        return f"“{work.title}”"
    if len(families) > _MOST_AUTHORS or work.more_authors:
        return gettext("{name} et al.", name=families[0])
    return listed(families)


def _authors(work: Work) -> list[str]:
    return [*map(_with_initials, work.authors), *([gettext("others")] if work.more_authors else [])]


def _with_initials(name: Name) -> str:
    """Return ``H.-P. Kriegel``."""
    initials = [
        "-".join(f"{part[0]}." for part in given.split("-") if part) for given in name.given.split()
    ]
    return " ".join([*initials, name.family])


def _published(work: Work) -> str:
    issue = f"({work.issue})" if work.issue else ""
    where = f"{work.container} {work.volume}{issue}".strip()
    return ", ".join(part for part in (where, work.pages, work.publisher, work.year) if part)


def _ended(text: str) -> str:
    return text if not text or text.endswith((".", "?", "!")) else f"{text}."
