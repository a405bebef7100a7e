"""The page of settings that ``topopress tune`` writes. It needs no other file."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from topopress.analysis.null_words import NULL_WORDS
from topopress.analysis.settings.types import Choice
from topopress.analysis.settings.verdict import contrast, no_structure
from topopress.pages.contexts import Row
from topopress.pages.tables.choice_table import candidate_row, columns_of
from topopress.pages.tables.text import percent, plural, times
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
    return (*columns_of(layers[0].choice), "Purity")


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
    names = {"best": layer.choice.chosen, "used": layer.used}
    note = ", ".join(name for name, at in names.items() if at == place)
    return candidate_row(layer.choice, place, note, percent(layer.purity[place]))


def verdict(layer: TunedLayer) -> str:
    """Return the comparison of the setting in use, and of the best one, with chance."""
    rows, best = plural(layer.built.n_rows, "row"), contrast(layer.choice)
    narrower = len(layer.built.candidates) < len(layer.choice.candidates)
    notice = no_structure(layer.built)
    if notice:
        more = f" The best of all settings reaches {times(best)}." if narrower else ""
        return f"Scored on {rows}: {notice}{more}"
    more = f"; that of the best of all settings is {times(best)}" if narrower else ""
    return (
        f"Scored on {rows}. The score of the setting that a build uses is "
        f"{times(contrast(layer.built))} its score on {NULL_WORDS[layer.built.rule.null].rows}"
        f"{more}."
    )
