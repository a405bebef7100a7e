"""The page of settings that ``topopress tune`` writes. It needs no other file."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from topopress.analysis.settings.types import Candidate, Choice
from topopress.analysis.settings.verdict import contrast, nothing_to_see
from topopress.core import resources
from topopress.pages.site.environment import environment, render, self_contained_policy
from topopress.pages.tables.layer_figures import quantile_of
from topopress.pages.tables.text import count, percent, plural, times

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


@dataclass(frozen=True, slots=True)
class TuneRow:
    """One candidate."""

    metric: Annotated[str, "Distance between rows."]
    n_intervals: Annotated[str, "Number of intervals."]
    quantile: Annotated[str, "Quantile of eps; an en dash where none is read off."]
    figures: Annotated[tuple[str, ...], "Score and figures, as `columns` names them."]
    note: Annotated[str, "best, used, or empty."]


@dataclass(frozen=True, slots=True)
class TuneTable:
    """One layer."""

    name: Annotated[str, "Name of the layer."]
    anchor: Annotated[str, "Its place on the page."]
    verdict: Annotated[str, "The comparison with shuffled channels, in words."]
    rows: Annotated[tuple[TuneRow, ...], "Candidates, best first."]


@dataclass(frozen=True, slots=True)
class TunePage:
    """Context of ``tune.html.jinja``."""

    title: Annotated[str, "Title of the exploration."]
    language: Annotated[str, "BCP 47 language tag."]
    csp: Annotated[str, "Content-Security-Policy."]
    columns: Annotated[tuple[str, ...], "Names of the figures."]
    layers: Annotated[tuple[TuneTable, ...], "A table for each layer."]


COLUMNS = (
    "Score", "Coverage", "Separation", "Stability", "Noise", "Purity", "Nodes", "Components",
    "Branching", "Largest node", "Blob share",
)  # fmt: skip


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
    folders = [templates] if templates is not None and templates.is_dir() else []
    jinja = environment([*folders, resources.templates()])
    page = TunePage(
        title=title,
        language=language,
        csp=self_contained_policy(jinja, "tune.css"),
        columns=COLUMNS,
        layers=tuple(_table(k, layer) for k, layer in enumerate(layers, 1)),
    )
    return render(jinja, "tune.html.jinja", page)


def row_of(layer: TunedLayer, place: int) -> TuneRow:
    """Return one candidate of a layer in words."""
    one = layer.choice.candidates[place]
    names = [("best", layer.choice.chosen), ("used", layer.used)]
    return TuneRow(
        metric=one.metric,
        n_intervals=count(one.n_intervals),
        quantile=quantile_of(one.eps_quantile),
        figures=_figures(one, layer.purity[place]),
        note=", ".join(name for name, at in names if at == place),
    )


def verdict(layer: TunedLayer) -> str:
    """Return the comparison of the setting in use, and of the best one, with shuffled rows."""
    rows, best = plural(layer.built.n_rows, "row"), contrast(layer.choice)
    narrower = len(layer.built.candidates) < len(layer.choice.candidates)
    notice = nothing_to_see(layer.built)
    if notice:
        more = f" The best of all settings reaches {times(best)}." if narrower else ""
        return f"Scored on {rows}: {notice}{more}"
    more = f"; that of the best of all settings is {times(best)}" if narrower else ""
    return (
        f"Scored on {rows}. The score of the setting that a build uses is "
        f"{times(contrast(layer.built))} its score on rows with each channel shuffled "
        f"separately{more}."
    )


def _table(number_of_layer: int, layer: TunedLayer) -> TuneTable:
    return TuneTable(
        name=layer.name,
        anchor=f"layer-{number_of_layer}",
        verdict=verdict(layer),
        rows=tuple(row_of(layer, place) for place in layer.ranking),
    )


def _figures(one: Candidate, purity: float | None) -> tuple[str, ...]:
    return (
        f"{one.score:.4f}",
        percent(one.quality.coverage),
        f"{one.separation:.3f}",
        f"{one.stability:.2f}",
        percent(1 - one.quality.coverage),
        percent(purity),
        count(one.n_nodes),
        count(one.quality.components),
        count(one.quality.branching),
        percent(one.quality.largest),
        percent(one.quality.blob_share),
    )
