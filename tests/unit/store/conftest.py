import pytest

from topopress.store.actions import Action
from topopress.store.store import Store


@pytest.fixture
def store(tmp_path):
    with Store(tmp_path / "store") as store:
        yield store


@pytest.fixture
def action():
    return Action(
        stage="mapper",
        item="photographs/block5",
        inputs={"vectors": "a" * 64},
        params={"overlap": 0.3, "cover": {"n_intervals": 70}},
        code="c" * 64,
        libraries={"numpy": "2.3"},
    )
