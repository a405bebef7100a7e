"""Several workers over one store: each result once, the same as of one process."""

import threading
from contextlib import ExitStack, contextmanager

import pytest

from topopress.core.errors import DataError
from topopress.stage.executor import Executor
from topopress.stage.listener import Recorder
from topopress.stage.stage import stage
from topopress.stage.together import Planned, Worker
from topopress.store.store import Store
from unit.stage import toy_stages as toy


def chain(count=6):
    """Stages in the order in which they run; two of them have parts."""
    numbers = [stage(toy.numbers, f"{k}", count=k + 2, note="") for k in range(count)]
    totals = [stage(toy.total, f"{k}", numbers=each, factor=1.0) for k, each in enumerate(numbers)]
    shared = [stage(toy.shared_squares, f"{k}", count=5 + k) for k in range(2)]
    end = stage(toy.grand_total, "end", totals=(*totals, *shared), by_name={}, more=None)
    return [*numbers, *totals, *shared, end]


def outputs_of(root):
    with Store(root) as store:
        return {record.key: record.outputs for record in store.records()}


@contextmanager
def worker(root, **options):
    with ExitStack() as stack:
        store = stack.enter_context(Store(root))
        executor = stack.enter_context(Executor(store, Recorder()))
        yield executor, Worker(stack.enter_context(store.claims()), **options)


def test_workers_make_the_same_results_as_one_process(tmp_path):
    with Store(tmp_path / "alone") as store:
        Executor(store, Recorder()).run(chain())
    computed = []

    def work():
        with worker(tmp_path / "together") as (executor, one):
            one.work([Planned(executor, chain())])
            computed.append(executor.n_computed)

    threads = [threading.Thread(target=work) for _ in range(3)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    results = outputs_of(tmp_path / "alone")
    assert outputs_of(tmp_path / "together") == results
    assert sum(computed) >= len(results)
    assert list((tmp_path / "together/claims").iterdir()) == []
    assert list((tmp_path / "together/tmp").iterdir()) == []


def test_a_worker_helps_with_the_parts_of_a_stage_that_another_has(tmp_path, monkeypatch):
    (slow,) = (stage(toy.shared_squares, "x", count=6),)
    helped = threading.Event()
    monkeypatch.setattr(toy, "before_square", lambda: helped.wait(10))

    def work():
        with worker(tmp_path / "store") as (executor, one):
            one.work([Planned(executor, [slow])])

    first = threading.Thread(target=work)
    first.start()
    with worker(tmp_path / "store") as (executor, one):

        def look_up():
            if executor.n_computed:
                helped.set()

        monkeypatch.setattr(toy, "before_square", lambda: None)
        while not one.claims.asks(executor.action(slow).key):
            pass
        one.look_up = look_up
        one.work([Planned(executor, [slow])])
        assert executor.n_computed >= 1
    first.join()
    with Store(tmp_path / "store") as store:
        assert Executor(store, Recorder()).record(slow).total == sum(k * k for k in range(6))


def test_an_error_is_that_of_the_stage_with_the_name_of_its_exploration(tmp_path):
    @contextmanager
    def named():
        try:
            yield
        except DataError as error:
            raise DataError(f"mine: {error}") from error

    stages = [stage(toy.numbers, "x", count=2, note=""), stage(toy.failing, "y", why="no data")]
    with worker(tmp_path / "store") as (executor, one):
        with pytest.raises(DataError, match=r"^mine: no data$"):
            one.work([Planned(executor, stages, named)])
        assert executor.sharing is None
    assert list((tmp_path / "store/claims").iterdir()) == []


def test_errors_can_be_collected_and_what_is_not_behind_them_is_computed(tmp_path):
    failing = stage(toy.failing, "y", why="no data")
    stages = [
        failing,
        stage(toy.grand_total, "behind", totals=(failing,), by_name={}, more=None),
        *chain(2),
    ]
    errors = []
    with worker(tmp_path / "store", failing=errors.append) as (executor, one):
        one.work([Planned(executor, stages)])
    assert [str(error) for error in errors] == ["no data"]
    names = {(r.place) for r in Store(tmp_path / "store").records()}
    assert ("grand-total", "end") in names
    assert ("grand-total", "behind") not in names
