"""What the text of an article can name, in every exploration of the site."""

import posixpath
from collections.abc import Mapping
from dataclasses import dataclass, field

from topopress.core.errors import suggestion
from topopress.pages.article import Article
from topopress.pages.essay.facts import Facts
from topopress.pages.essay.names import ExplorationNames
from topopress.pages.essay.views import checked_view, fragment, layers_of_others, parts_of_view
from topopress.pages.tables.layer_figures import Value


@dataclass(frozen=True, slots=True)
class View:
    """A view of an exploration's explorer, all parts of which are there.

    Attributes:
        exploration: Name of the exploration.
        state: The parts of its address, such as ``{"layer": "block10", "node": "i12c0"}``.
        folder: Path of the folder of the article that names it, below the site's root.
    """

    exploration: str
    state: Mapping[str, str]
    folder: str

    @property
    def address(self) -> str:
        """Its address below the site's root."""
        return f"{self.exploration}/index.html{fragment(self.state)}"

    @property
    def href(self) -> str:
        """Its address on the page of the article."""
        if self.exploration == self.folder:
            return fragment(self.state)
        page = posixpath.relpath(f"/{self.exploration}/index.html", f"/{self.folder}")
        return page + fragment(self.state)


@dataclass(frozen=True, slots=True)
class ArticleNames:
    """Facts and views as the text of one article names them.

    A fact is ``EXPLORATION.LAYER.fact``, a view ``exploration=EXPLORATION&layer=LAYER``. The
    exploration may be left out where the article has an ``own`` one. What is not there raises
    ``LookupError`` with a message for the author.

    Attributes:
        known: The explorations of the site, by name.
        left_out: Why other explorations are not on the site, by name.
        views: The views that were named so far, in their order.
    """

    article: Article
    known: Mapping[str, ExplorationNames]
    left_out: Mapping[str, str] = field(default_factory=dict)
    views: list[View] = field(default_factory=list)

    def of(self, exploration: str = "") -> ExplorationNames:
        """Return what is known of an exploration; of the article's own where none is named."""
        name, allowed = exploration or self.article.own, self.article.draws_on
        if not name:
            raise LookupError(f"name an exploration: {self._listed()}")
        if name not in self.known and name in self.left_out:
            raise LookupError(f"the exploration {name!r} is not published: {self.left_out[name]}")
        if name not in self.known:
            near = suggestion(name, self.known) or "."
            raise LookupError(f"there is no exploration {name!r}{near} There are: {self._listed()}")
        if allowed is not None and name not in allowed:
            raise LookupError(
                f"the case study does not draw on {name!r}; add it to the setting explorations"
            )
        return self.known[name]

    def located(self, fact: str) -> tuple[str, str]:
        """Return the exploration of a fact, and the fact within it; it need not be there."""
        first, _, rest = fact.partition(".")
        own = self.article.own
        if own and (not rest or self.of(own).has_layer(first)):
            return own, fact
        if rest and (not own or first in self.known or first in self.left_out):
            return first, rest
        if not own:
            raise LookupError(
                f"the fact {fact!r} is of no exploration: write EXPLORATION.{fact or 'FACT'}, with "
                f"one of {self._listed()}"
            )
        return own, fact

    def __getitem__(self, fact: str) -> str:
        """Return the text of a fact."""
        exploration, within = self.located(fact)
        return self.of(exploration)[within]

    @property
    def built(self) -> bool:
        """Whether facts have their values; before a build only their names are known."""
        return all(isinstance(one, Facts) for one in self.known.values())

    def raw(self, fact: str) -> Value:
        """Return a fact at full precision; None where it is unknown."""
        exploration, within = self.located(fact)
        known = self.of(exploration)
        return known.raw(within) if isinstance(known, Facts) else None

    def view(self, address: str) -> View:
        """Read ``exploration=photographs&layer=block10&node=i12c0``."""
        return self.view_of(parts_of_view(address))

    def view_of(self, parts: Mapping[str, str]) -> View:
        """Return the view of some parts, after a check that all they name is there."""
        state = {key: value for key, value in parts.items() if key != "exploration"}
        exploration = parts.get("exploration", "") or self.article.own
        if not exploration:
            raise LookupError(
                "a view needs an exploration, as in view:exploration=NAME&layer=LAYER, with one of "
                f"{self._listed()}"
            )
        checked = checked_view(state, self.of(exploration))
        for name, layer in layers_of_others(checked):
            self.of(name).layer_id(layer)
        self.views.append(self.shown(exploration, checked))
        return self.views[-1]

    def shown(self, exploration: str, state: Mapping[str, str]) -> View:
        """Return the view of parts that are known to be there."""
        return View(exploration, state, self.article.path)

    def _listed(self) -> str:
        allowed = self.article.draws_on
        return ", ".join(sorted(self.known) if allowed is None else allowed) or "none"
