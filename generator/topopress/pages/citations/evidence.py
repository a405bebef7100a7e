"""The evidence of a citation: a figure or a view of an exploration, with what chance gives."""

from collections.abc import Mapping
from dataclasses import dataclass

from topopress.bundle.exploration import LayerView
from topopress.core.language import gettext
from topopress.pages.essay.article_names import ArticleNames, View
from topopress.pages.essay.fact_tables import verdict_of
from topopress.pages.essay.facts import FactName, Facts, parse_fact
from topopress.pages.tables.text import NONE, number

_CHANCE = {
    "purity": "purity_chance",
    "purity_members": "purity_chance",
    "purity_within": "purity_chance_within",
    "node_stability": "noise_stability",
}
"""The fact that says what chance gives, by the fact it belongs to."""
_STABLE = {"stable_islands": "island", "stable_bifurcations": "bifurcation",
           "stable_flares": "flare", "stable_loops": "loop"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a citation rests on.

    Attributes:
        written: As the author wrote it.
        value: The figure; empty for a view.
        chance: What chance gives in its place, in words; often empty.
        stability: Whether what it is about is stable, in words; often empty.
        view: A view that shows it; None where there is none.
        id: Id of the element of the same article that it is, such as a claim; often empty.
        name: What readers call that, such as Claim 1.
        says: The sentence of the claim, or the caption of the figure.
        figures: The facts that a claim rests on.
    """

    written: str
    value: str = ""
    chance: str = ""
    stability: str = ""
    view: View | None = None
    id: str = ""
    name: str = ""
    says: str = ""
    figures: tuple["Evidence", ...] = ()


def evidence_of(written: str, names: ArticleNames) -> Evidence:
    """Return the evidence that an author names: a fact or a view.

    Raises:
        LookupError: if it is not there.
    """
    if written.startswith("view:"):
        view = names.view(written.partition(":")[2])
        known = names.of(view.exploration)
        stability = _of_view(view.state, known) if isinstance(known, Facts) else ""
        return Evidence(written, stability=stability, view=view)
    exploration, within = names.located(written)
    known = names.of(exploration)
    value = known[within]
    if not isinstance(known, Facts):
        return Evidence(written, value)
    one = parse_fact(within, ())
    chance, stability = _beside(one, known)
    state = _state(one, known)
    shown = names.shown(exploration, state) if state else None
    return Evidence(written, value, chance, stability, shown)


def _beside(one: FactName, facts: Facts) -> tuple[str, str]:
    """Return what chance gives in place of a fact, and how stable the fact is."""
    if not one.layer:
        return "", ""
    view = facts.layer(one.layer)
    if one.of == "A structure":
        return "", verdict_of(view.layer, facts.structure(view.layer.id, one.part))
    if one.of == "A node":
        return "", _stability(view, facts, one.part)
    if one.fact in _CHANCE:
        chance = facts[f"{one.layer}.{_CHANCE[one.fact]}"]
        return ("" if chance == NONE else gettext("{chance} by chance", chance=chance)), ""
    return _of_kind(one.fact, view), ""


def _of_kind(fact: str, view: LayerView) -> str:
    """Return how many structures of a kind copies without structure have."""
    summary = view.layer.stability
    if fact not in _STABLE or summary is None:
        return ""
    found = next((each for each in summary.kinds if each.kind == _STABLE[fact]), None)
    return gettext("{chance} by chance", chance=number(found.null_count, 2)) if found else ""


def _of_view(state: Mapping[str, str], facts: Facts) -> str:
    view = facts.layer(state["layer"])
    if "structure" in state:
        return verdict_of(view.layer, facts.structure(view.layer.id, state["structure"]))
    return _stability(view, facts, state["node"]) if "node" in state else ""


def _stability(view: LayerView, facts: Facts, node: str) -> str:
    if view.layer.stability is None:
        return ""
    share = facts[f"{view.layer.id}.{node}.resamples"]
    return "" if share == NONE else gettext("the node is in {share} of the resamples", share=share)


def _state(one: FactName, facts: Facts) -> dict[str, str]:
    """Return the parts of a view that shows what a fact is about; none of a whole exploration."""
    if not one.layer:
        return {}
    layer = facts.layer_id(one.layer)
    part = {"A node": "node", "A structure": "structure"}.get(one.of)
    name = facts.node_name(layer, one.part) if part == "node" else one.part
    return {"layer": layer, **({part: name} if part else {})}
