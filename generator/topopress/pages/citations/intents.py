"""The intents of citations: why a work is cited, as properties of CiTO.

CiTO, the Citation Typing Ontology, is at https://purl.org/spar/cito (Peroni and Shotton 2012). Of
its properties, those are here that an author of an exploration can need. Each belongs to one of
three classes, which are those of scite (Nicholson et al. 2021): what is shown supports the work,
contrasts with it, or mentions it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from topopress.core.language import gettext_noop

CITO = "http://purl.org/spar/cito/"

CitationClass = Literal["supports", "contrasts", "mentions"]
CLASSES: tuple[CitationClass, ...] = ("supports", "contrasts", "mentions")


@dataclass(frozen=True, slots=True)
class Intent:
    """Why a work is cited.

    Attributes:
        property: Name of the property in CiTO.
        of: The class it belongs to.
        words: What readers see, as the predicate of "this page".
    """

    property: str
    of: CitationClass
    words: str


INTENTS: Mapping[str, Intent] = {
    "supports": Intent("supports", "supports", gettext_noop("supports")),
    "confirms": Intent("confirms", "supports", gettext_noop("confirms")),
    "agrees_with": Intent("agreesWith", "supports", gettext_noop("agrees with")),
    "extends": Intent("extends", "supports", gettext_noop("extends")),
    "contrasts": Intent("disagreesWith", "contrasts", gettext_noop("contrasts with")),
    "disputes": Intent("disputes", "contrasts", gettext_noop("disputes")),
    "qualifies": Intent("qualifies", "contrasts", gettext_noop("qualifies")),
    "corrects": Intent("corrects", "contrasts", gettext_noop("corrects")),
    "mentions": Intent("cites", "mentions", gettext_noop("mentions")),
    "uses_method_in": Intent("usesMethodIn", "mentions", gettext_noop("uses a method of")),
    "uses_data_from": Intent("usesDataFrom", "mentions", gettext_noop("uses data of")),
    "background": Intent("obtainsBackgroundFrom", "mentions", gettext_noop("has background from")),
    "authority": Intent("citesAsAuthority", "mentions", gettext_noop("cites as authority")),
    "related": Intent("citesAsRelated", "mentions", gettext_noop("cites as related")),
    "discusses": Intent("discusses", "mentions", gettext_noop("discusses")),
}
"""By the word that stands before the key, as in ``[@extends:key]``."""

PLAIN = "mentions"
"""The intent of a citation that states none."""
