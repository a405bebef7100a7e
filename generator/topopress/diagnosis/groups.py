"""Groups of near duplicates, from all the reasons why two samples can be copies."""

from collections.abc import Mapping, Sequence
from typing import get_args

from topopress.diagnosis.copies import same_content, same_picture, same_text
from topopress.diagnosis.duplicates import groups_of
from topopress.diagnosis.types import Duplicates, Fingerprints, LayerPairs, Reason
from topopress.samples.types import Sample

REASONS: tuple[Reason, ...] = get_args(Reason)


def duplicate_groups(
    samples: Sequence[Sample],
    pairs: LayerPairs | None,
    prints: Fingerprints | None,
    split: str | None,
) -> tuple[Duplicates, ...]:
    """Return the groups: those over several splits first, then by the surest reason and chance."""
    chances = _chances(pairs)
    found: dict[tuple[int, int], list[Reason]] = {}
    for reason, of in _joined(samples, prints).items():
        for pair in of:
            found.setdefault(pair, []).append(reason)
    for pair in chances:
        found.setdefault(pair, []).append("near")
    of_group = {row: group for group in groups_of(found) for row in group}
    reasons: dict[tuple[int, ...], set[Reason]] = {}
    weakest: dict[tuple[int, ...], float] = {}
    for pair, why in found.items():
        group = of_group[pair[0]]
        reasons.setdefault(group, set()).update(why)
        if why == ["near"]:
            weakest[group] = max(weakest.get(group, 0.0), chances[pair])
    made = [
        Duplicates(
            samples=group,
            reasons=tuple(one for one in REASONS if one in why),
            chance=weakest.get(group),
            splits=_splits(samples, group, split),
        )
        for group, why in reasons.items()
    ]
    return tuple(sorted(made, key=_order))


def _joined(
    samples: Sequence[Sample], prints: Fingerprints | None
) -> Mapping[Reason, list[tuple[int, int]]]:
    joined: dict[Reason, list[tuple[int, int]]] = {"same content": list(same_content(samples))}
    if prints is not None:
        joined["same text"] = list(same_text(prints))
        joined["same picture"] = list(same_picture(prints.bits))
    return joined


def _chances(pairs: LayerPairs | None) -> dict[tuple[int, int], float]:
    if pairs is None:
        return {}
    each = zip(pairs.first.tolist(), pairs.second.tolist(), pairs.chance.tolist(), strict=True)
    return {(first, second): chance for first, second, chance in each}


def _splits(samples: Sequence[Sample], group: Sequence[int], split: str | None) -> tuple[str, ...]:
    if split is None:
        return ()
    values = (samples[k].metadata.get(split, "") for k in group)
    return tuple(sorted({str(value) for value in values if value != ""}))


def _order(one: Duplicates) -> tuple[bool, int, float, tuple[int, ...]]:
    surest = REASONS.index(one.reasons[0])
    return len(one.splits) < 2, surest, one.chance or 0.0, one.samples  # noqa: PLR2004
