"""What a build will do, and about how long it will take: from the store, without running it."""

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from topopress.core.processors import processors
from topopress.stage.executor import Executor
from topopress.stage.keys import bytes_read, settings_of
from topopress.stage.stage import Stage
from topopress.store.action_records import Record, Run
from topopress.store.canonical import canonical

STORED, MISSING, DEPENDS = "stored", "missing", "depends"
"""The result is in the store; it is not; that is known once what it waits for is computed."""
LARGEST_RATIO = 50.0
"""A recorded run is not scaled by more: other things than the rows count then."""
REST = "the rest"
_GROUPS = {
    "activations": "activations",
    "mapper": "graphs",
    "analysis": "figures of graphs",
    "visuals": "pictures",
    "diagnosis": "reports",
}
"""What an author calls the stages of a package."""


@dataclass(frozen=True, slots=True, eq=False)
class Expected:
    """An action of a build, before it runs.

    Attributes:
        stage: What runs.
        state: One of the three above.
        seconds: Its time after the nearest recorded run; None if none was recorded. If the state
            is ``DEPENDS``, that is if it runs.
    """

    stage: Stage[Any]
    state: str
    seconds: float | None

    @property
    def group(self) -> str:
        """What an author calls actions of this sort."""
        return _GROUPS.get(self.stage.run.__module__.split(".")[1], REST)


class History:
    """The recorded runs of a store, by the name of the stage."""

    def __init__(self, records: Iterable[Record]) -> None:
        self._runs: dict[str, list[tuple[Record, Run]]] = defaultdict(list)
        for record in records:
            if record.run is not None:
                self._runs[record.place[0]].append((record, record.run))

    def nearest(self, stage: Stage[Any], read: int) -> tuple[Record, Run] | None:
        """Return the recorded run that is most like the run of a stage that reads ``read`` bytes.

        The fewest other settings count first, then the same item or exploration, as many
        processors, and the size of what is read; of equal ones the last.
        """
        settings, here = settings_of(stage), processors()

        def distance(record: Record, run: Run) -> tuple[float, ...]:
            params, item = record.description["params"], record.place[1]
            others = sum(canonical(params.get(name)) != canonical(settings[name])
                         for name in settings)  # fmt: skip
            apart = (item != stage.item) + (_exploration(item) != _exploration(stage.item))
            return others, apart, run.processors != here, abs(math.log(ratio_of(run, read)))

        runs = self._runs[stage.name][::-1]
        return min(runs, key=lambda pair: distance(*pair)) if runs else None


def _exploration(item: str) -> str:
    return item.partition("/")[0]


def ratio_of(run: Run, read: int) -> float:
    """Return how much more is read than in a recorded run; 1 where nothing was."""
    if not run.read or not read:
        return 1.0
    return min(max(read / run.read, 1 / LARGEST_RATIO), LARGEST_RATIO)


@dataclass(frozen=True, eq=False)
class Forecast:
    """All actions of a build."""

    actions: tuple[Expected, ...]

    @cached_property
    def open(self) -> tuple[Expected, ...]:
        """Those that are not in the store."""
        return tuple(each for each in self.actions if each.state != STORED)

    @cached_property
    def seconds(self) -> float:
        """About how long they take, as far as that is known."""
        return sum(each.seconds or 0.0 for each in self.open)

    @cached_property
    def n_unknown(self) -> int:
        """Of how many of them nothing is known."""
        return sum(each.seconds is None for each in self.open)

    @cached_property
    def groups(self) -> dict[str, float]:
        """The known seconds of each sort, the longest first."""
        found: dict[str, float] = defaultdict(float)
        for each in self.open:
            found[each.group] += each.seconds or 0.0
        return dict(sorted(found.items(), key=lambda pair: -pair[1]))


def forecast(
    executor: Executor, stages: Iterable[Stage[Any]], history: Callable[[], History]
) -> list[Expected]:
    """Return what is known of stages before they run; each comes after its inputs."""
    sizes: dict[Stage[Any], Mapping[str, int]] = {}
    expected = []
    for stage in stages:
        if executor.stored(stage):
            sizes[stage] = executor.artifact(stage).sizes
            expected.append(Expected(stage, STORED, 0.0))
            continue
        state = MISSING if executor.knows(stage) else DEPENDS
        read = bytes_read(stage, sizes.__getitem__)
        found = history().nearest(stage, read)
        ratio = ratio_of(found[1], read) if found else 1.0
        outputs = found[0].outputs if found else {}
        sizes[stage] = {name: round(each.size * ratio) for name, each in outputs.items()}
        expected.append(Expected(stage, state, found[1].total * ratio if found else None))
    return expected
