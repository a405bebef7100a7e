"""The page of settings that ``topopress tune`` writes. It needs no other file."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from topopress.analysis.null_words import NULL_WORDS
from topopress.analysis.settings.types import Choice
from topopress.analysis.settings.verdict import contrast, no_structure
from topopress.core.language import gettext, gettext_noop, ngettext
from topopress.pages.contexts import Row
from topopress.pages.tables.choice_table import candidate_row, columns_of
from topopress.pages.tables.text import capital, percent, times
from topopress.pages.types.layer_tables import LayerTable, tables_page

MARK = '<meta name="generator" content="Topopress tune">'
"""Marks a page that ``tune`` wrote and may replace."""


@dataclass(frozen=True, slots=True)
class TunedLayer:
    """The settings of one layer and their figures.

    Attributes:
        name: The layer.
        choice: All settings with their scores.
        purity: Label purity of each candidate; None where there are no labels.
        used: Index of the setting that a build uses.
        built: The settings among which a build chooses: those that exploration.toml leaves open.
            The verdict is about them, as in a build.
    """

    name: str
    choice: Choice
    purity: tuple[float | None, ...]
    used: int
    built: Choice

    @property
    def ranking(self) -> list[int]:
        """Indices of the candidates, best score first."""
        scores = [candidate.score for candidate in self.choice.candidates]
        return sorted(range(len(scores)), key=lambda place: (-scores[place], place))


def columns(layers: Sequence[TunedLayer]) -> tuple[str, ...]:
    """Return the titles of the columns; all layers have the same kind of cover."""
    return (*columns_of(layers[0].choice), gettext_noop("Purity"))


def tune_page(
    title: str, language: str, layers: Sequence[TunedLayer], templates: Path | None
) -> bytes:
    """Return the page, self-contained.

    Args:
        title: Title of the exploration.
        language: Language of the site.
        layers: The layers, in their order.
        templates: The site's own templates, which are searched first; may be absent.

    Raises:
        PageError: if the template is malformed.
    """
    tables = [
        LayerTable(layer.name, verdict(layer), tuple(row_of(layer, k) for k in layer.ranking))
        for layer in layers
    ]
    return tables_page("tune.html.jinja", (title, language), columns(layers), tables, templates)


def row_of(layer: TunedLayer, place: int) -> Row:
    """Return one candidate of a layer as a row."""
    names = {gettext("best"): layer.choice.chosen, gettext("used"): layer.used}
    note = ", ".join(name for name, at in names.items() if at == place)
    return candidate_row(layer.choice, place, note, percent(layer.purity[place]))


def verdict(layer: TunedLayer) -> str:
    """Return the comparison of the setting in use, and of the best one, with chance."""
    best = times(contrast(layer.choice))
    scored = ngettext("Scored on {n} row.", "Scored on {n} rows.", layer.built.n_rows)
    narrower = len(layer.built.candidates) < len(layer.choice.candidates)
    said = no_structure(layer.built) or gettext(
        "The score of the setting that a build uses is {times} its score on {rows}.",
        times=times(contrast(layer.built)),
        rows=gettext(NULL_WORDS[layer.built.rule.null].rows),
    )
    more = gettext("The best of all settings reaches {times}.", times=best)
    return " ".join([scored, capital(said), *([more] if narrower else [])])
