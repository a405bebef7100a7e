"""Explorations that others are compared with: ``compare`` in their settings."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from topopress.core.errors import suggestion

if TYPE_CHECKING:
    from topopress.config.load import ExplorationSource


def comparison_mistakes(sources: Sequence["ExplorationSource"]) -> Iterator[str]:
    """Find names of ``compare`` that lead nowhere, or to what cannot be compared."""
    known = {one.name: one for one in sources}
    for source in sources:
        for place, name in enumerate(source.settings.compare):
            where = source.where(f"compare[{place}]")
            if problem := _problem(source, name, known):
                yield f"{where}: {problem}"


def _problem(
    source: "ExplorationSource", name: str, known: Mapping[str, "ExplorationSource"]
) -> str:
    if name not in known:
        near = suggestion(name, known) or "."
        return f"there is no exploration {name!r}{near} There are: {', '.join(sorted(known))}"
    if name == source.name:
        return "this is the exploration itself; name another one over the same samples"
    if list(source.settings.compare).count(name) > 1:
        return f"{name!r} is there twice; leave one out"
    network = known[name].settings.network
    if network is not None and network.checkpoints:
        return f"{name!r} has several checkpoints; name an exploration of one of them"
    if not known[name].settings.asks_for_means:
        file = known[name].where("report")
        return f"{name!r} keeps no vector of each sample; write `report = true` ({file})"
    return ""
