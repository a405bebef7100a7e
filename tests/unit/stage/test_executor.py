"""Stages run once, after their inputs, and again only when something they read changes."""

import numpy as np
import pytest

from topopress.stage.executor import Executor, NotStored
from topopress.stage.listener import Recorder
from topopress.stage.stage import Hashed, Stage, batch, stage
from topopress.store.store import Store
from unit.stage import toy_stages as toy


@pytest.fixture
def recorder():
    toy.CALLS.clear()
    return Recorder()


@pytest.fixture
def executor(tmp_path, recorder):
    with Store(tmp_path / "store") as store:
        yield Executor(store, recorder)


def total_of(count: int, note: str = "", factor: float = 1.0) -> Stage[toy.Total]:
    numbers = stage(toy.numbers, "x", count=count, note=note)
    return stage(toy.total, "x", numbers=numbers, factor=factor)


def test_a_stage_runs_after_its_inputs_and_only_once(executor, recorder):
    assert executor.record(total_of(4)).total == 6
    assert executor.record(total_of(4)).total == 6
    assert toy.CALLS == ["numbers", "total"]
    assert recorder.ran == ["numbers x: first build", "total x: first build"]
    assert recorder.n_reused == 2


def test_a_setting_runs_what_depends_on_it(executor, recorder):
    executor.record(total_of(4))
    assert executor.record(total_of(4, factor=2.0)).total == 12
    assert recorder.ran[2:] == ["total x: factor 1.0 -> 2.0"]


def test_a_field_that_is_not_read_runs_nothing_behind_it(executor, recorder):
    executor.record(total_of(4))
    executor.record(total_of(4, note="other"))
    assert recorder.ran[2:] == ["numbers x: note '' -> 'other'".replace("'", "")]


def test_inputs_in_tuples_and_mappings_and_none(executor):
    one, two, three = (total_of(k) for k in (2, 3, 4))
    both = stage(toy.grand_total, "x", totals=(one, two), by_name={"c": three}, more=None)
    assert executor.record(both).total == 1 + 3 + 6
    more = stage(toy.grand_total, "y", totals=(one,), by_name={"c": three}, more=two)
    assert executor.record(more).total == 1 + 6 + 3
    assert [str(each) for each in both.input_stages()] == ["total x"] * 3


def test_arguments_are_the_functions_parameters():
    with pytest.raises(TypeError, match=r"total x: parameters \['factor', 'numbers'\]"):
        stage(toy.total, "x", factor=1.0)


def test_a_version_is_part_of_the_key(executor):
    numbers = stage(toy.numbers, "x", count=2, note="")
    described = stage(toy.versioned_total, "x", numbers=numbers)
    assert described.version == 2
    other = Stage(*(getattr(described, name) for name in
                    ("name", "item", "run", "inputs", "settings", "resources")))  # fmt: skip
    assert executor.action(other).key != executor.action(described).key


def test_arrays_count_by_their_content(executor):
    def keyed(weights, shift):
        return executor.action(
            stage(toy.weighted, "x", weights=Hashed(np.array(weights)), shift=np.array(shift))
        ).key

    assert keyed([1.0, 2], [0.0]) == keyed([1.0, 2], [0.0])
    assert len({keyed([1.0, 2], [0.0]), keyed([1.0, 3], [0.0]), keyed([1.0, 2], [1.0]),
                keyed([1, 2], [0.0])}) == 4  # fmt: skip


def squares(*numbers: int, stop_at: int = -1) -> tuple[Stage[toy.Total], ...]:
    items = [str(number) for number in numbers]
    return batch(toy.squares, items, own={"number": numbers}, stop_at=stop_at)


def test_a_batch_is_one_call_for_what_is_missing(executor):
    assert executor.record(squares(1, 2)[0]).total == 1
    stages = squares(1, 2, 3, 2)
    assert executor.lacks(stages) == [2]
    assert [executor.record(each).total for each in stages] == [1, 4, 9, 4]
    assert toy.CALLS == ["squares of (1, 2)", "squares of (3,)"]


def test_a_batch_may_end_early_and_goes_on_later(executor):
    stages = squares(1, 2, 3, stop_at=1)
    assert executor.compute(stages) == [1, 2]
    assert executor.lacks(stages) == [0]
    assert executor.compute(squares(1, 2, 3, stop_at=1), seconds=0.0) == [1, 2]


def test_parts_are_stored_on_their_own_and_kept_with_the_whole(executor, recorder, tmp_path):
    whole = stage(toy.sum_of_squares, "x", count=4, stop_at=-1, opened=toy.Opener("pool"))
    assert executor.record(whole).total == 14
    assert [line.split(":")[0] for line in recorder.ran] == [
        "sum-of-squares x", "squares 3", "squares 2", "squares 1", "squares 0",
    ]  # fmt: skip
    assert toy.CALLS == ["open pool on cpu", "squares of (0, 1, 2, 3)"]
    executor.store.close()
    with Store(tmp_path / "store") as store:
        again = Executor(store, Recorder())
        assert again.record(whole).total == 14
        assert store.collect_garbage(keep=store.used).actions == 0


def test_arrays_are_filled_on_disk(executor):
    assert executor.record(stage(toy.on_disk, "x", count=3)).values.tolist() == [1, 1, 1]


def test_what_an_interrupted_batch_finished_is_kept(executor, monkeypatch):
    interrupted = iter([True])

    def is_late(_work):
        if len(toy.CALLS) == 1 and executor.lacks(stages) == [0, 1] and next(interrupted, False):
            raise KeyboardInterrupt
        return False

    monkeypatch.setattr("topopress.stage.executor.Work.is_late", property(is_late))
    stages = squares(1, 2, 3)
    with pytest.raises(KeyboardInterrupt):
        executor.compute(stages)
    assert executor.compute(squares(1, 2, 3)) == [0, 1, 2]
    assert toy.CALLS[-1] == "squares of (1, 2)"


def test_nothing_is_computed_where_only_stored_results_are_wanted(executor):
    frozen = Executor(executor.store, Recorder(), only_stored=True)
    with pytest.raises(NotStored):
        frozen.record(total_of(4))
    assert toy.CALLS == []
    executor.record(total_of(4))
    assert frozen.record(total_of(4)).total == 6


def test_stages_can_be_sent_to_another_process():
    import pickle

    sent = pickle.loads(pickle.dumps(total_of(4)))
    assert str(sent) == "total x"
    assert [str(each) for each in sent.input_stages()] == ["numbers x"]
