"""What a data source found, in words."""

from topopress.core.language import gettext, gettext_noop
from topopress.core.stored_texts import translated
from topopress.pages.tables.text import count
from topopress.samples.types import Found

MESSAGES = (
    gettext_noop("files in {folder}"),
    gettext_noop("pictures in {folder}"),
    gettext_noop("samples of {folder}"),
    gettext_noop("texts in {folder}"),
    gettext_noop("words in {folder}"),
)
"""What data sources say that they count (``Found.what``)."""


def found_in_words(found: Found | None) -> str:
    """Return the sum of what was found as a sentence; empty for a source that counts nothing."""
    if found is None:
        return ""
    parts = [
        gettext("{number} used", number=count(found.used)),
        gettext("{number} skipped", number=count(found.skipped)),
    ]
    if found.not_drawn:
        parts.append(gettext("{number} not drawn", number=count(found.not_drawn)))
    if found.not_kept:
        parts.append(gettext("{number} not kept", number=count(found.not_kept)))
    if found.others:
        number, kinds = count(found.n_others), found.listed_others
        parts.append(gettext("{number} of other kinds ({kinds})", number=number, kinds=kinds))
    total, what = count(found.total), translated(found.what)
    return gettext("{total} {what}: {parts}.", total=total, what=what, parts=", ".join(parts))
