"""The evidence of a citation: a figure or a view of the exploration, with what chance gives."""

from dataclasses import dataclass

from topopress.bundle.exploration import LayerView
from topopress.core.language import gettext
from topopress.pages.essay.facts import FactName, Facts, parse_fact, verdict_of
from topopress.pages.essay.names import Names
from topopress.pages.essay.views import fragment, parse_view
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
        href: Fragment of the address of a view that shows it; empty where there is none.
    """

    written: str
    value: str = ""
    chance: str = ""
    stability: str = ""
    href: str = ""


def evidence_of(written: str, names: Names) -> Evidence:
    """Return the evidence that an author names: a fact or a view.

    Raises:
        LookupError: if it is not there.
    """
    if written.startswith("view:"):
        state = parse_view(written.partition(":")[2], names)
        stability = _of_view(state, names) if isinstance(names, Facts) else ""
        return Evidence(written, stability=stability, href=fragment(state))
    value = names[written]
    if not isinstance(names, Facts):
        return Evidence(written, value)
    one = parse_fact(written, ())
    chance, stability = _beside(one, names)
    return Evidence(written, value, chance, stability, _view(one, names))


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
    if found is None:
        return ""
    return gettext("{number} in copies that have chance alone", number=number(found.null_count, 2))


def _of_view(state: dict[str, str], facts: Facts) -> str:
    view = facts.layer(state["layer"])
    if "structure" in state:
        return verdict_of(view.layer, facts.structure(view.layer.id, state["structure"]))
    return _stability(view, facts, state["node"]) if "node" in state else ""


def _stability(view: LayerView, facts: Facts, node: str) -> str:
    if view.layer.stability is None:
        return ""
    share = facts[f"{view.layer.id}.{node}.resamples"]
    return "" if share == NONE else gettext("the node is in {share} of the resamples", share=share)


def _view(one: FactName, facts: Facts) -> str:
    if not one.layer:
        return ""
    layer = facts.layer_id(one.layer)
    part = {"A node": "node", "A structure": "structure"}.get(one.of)
    name = facts.node_name(layer, one.part) if part == "node" else one.part
    return fragment({"layer": layer, **({part: name} if part else {})})
