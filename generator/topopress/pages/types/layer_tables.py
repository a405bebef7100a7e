"""A page of tables, one for each layer, that needs no other file: for ``tune`` and ``sweep``."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from topopress.core.language import gettext
from topopress.pages.contexts import Row
from topopress.pages.site.environment import environment, render, self_contained_policy


@dataclass(frozen=True, slots=True)
class LayerTable:
    """The graphs of one layer under several settings."""

    name: Annotated[str, "Name of the layer."]
    sentence: Annotated[str, "A sentence above the table."]
    rows: Annotated[tuple[Row, ...], "A row for each setting."]


@dataclass(frozen=True, slots=True)
class TablesPage:
    """Context of ``tune.html.jinja`` and ``sweep.html.jinja``."""

    title: Annotated[str, "Title of the exploration."]
    language: Annotated[str, "BCP 47 language tag."]
    csp: Annotated[str, "Content-Security-Policy."]
    columns: Annotated[tuple[str, ...], "Names of the settings and figures."]
    balls: Annotated[bool, "Whether balls cover the rows, and not intervals of a lens."]
    layers: Annotated[tuple[LayerTable, ...], "A table for each layer."]


def tables_page(
    template: str,
    titles: tuple[str, str],
    columns: tuple[str, ...],
    layers: Sequence[LayerTable],
    templates: Path | None,
) -> bytes:
    """Return the page; ``titles`` are the exploration's title and the language of the site.

    The site's own ``templates`` are searched first.

    Raises:
        PageError: if the template is malformed.
    """
    jinja = environment(templates)
    csp = self_contained_policy(jinja, "tune.css")
    balls = "Balls" in columns
    return render(
        jinja,
        template,
        TablesPage(*titles, csp, tuple(map(gettext, columns)), balls, tuple(layers)),
    )
