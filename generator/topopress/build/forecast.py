"""What a build of the site will do, before it does it."""

import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from topopress.build.plan import Plan, plan_exploration
from topopress.config.load import load_project
from topopress.stage.executor import Executor
from topopress.stage.forecast import Expected, Forecast, History, forecast
from topopress.stage.listener import Recorder
from topopress.store.store import Store


def forecast_site(root: Path, store: Path, names: tuple[str, ...] = ()) -> Forecast:
    """Return what a build would do. Nothing runs; only input files are hashed.

    Args:
        root: Folder that holds ``content/``.
        store: Folder of the store; it need not be there.
        names: Explorations, as for a build.

    Raises:
        TopopressError: any mistake of the author's that is seen without computing.
    """
    with _opened(store) as found:
        planned = []
        for source in load_project(root, names).explorations:
            with source.named():
                plan = plan_exploration(source, found.hash_file)
                planned.append((Executor(found, Recorder()), plan))
        return forecast_of(planned)


def forecast_of(planned: Iterable[tuple[Executor, Plan]]) -> Forecast:
    """Return what the executors of some plans would do."""
    actions: list[Expected] = []
    for executor, plan in planned:

        @cache
        def history(store: Store = executor.store) -> History:
            return History(store.records())

        actions += forecast(executor, plan.stages(), history)
    return Forecast(tuple(actions))


@contextmanager
def _opened(folder: Path) -> Iterator[Store]:
    """Open a store; an empty one where there is none, so that nothing is written."""
    with (
        tempfile.TemporaryDirectory() as empty,
        Store(folder if folder.is_dir() else Path(empty, "store")) as store,
    ):
        yield store
