import multiprocessing
import os
import signal
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from rendered_pictures import in_order
from topopress.config.visuals import FeatureVisualisation
from topopress.core.errors import NetworkError, TopopressError
from topopress.visuals.feature_visualisation import render
from topopress.visuals.render_pool import Order, RenderPool, batches_of
from topopress.visuals.targets import towards_means
from unit.visuals.small_network import LAYER, dies, refuse, small_network, target_vectors

SETTINGS = FeatureVisualisation(size=24, canvas=32, steps=3)
SEEDS = (1, 2, 3, 4, 5)


def aimed(vectors):
    return towards_means(vectors, 2.0)


def test_workers_render_what_this_process_renders():
    vectors = target_vectors(5)
    parts = render(small_network(), LAYER, aimed(vectors), settings=SETTINGS, seeds=SEEDS)
    expected = in_order(parts, SETTINGS)
    with closing(RenderPool(small_network, workers=2)) as pool:
        batches = batches_of(range(5), aimed(vectors), SEEDS, 3)
        results = list(pool.render(Order(LAYER, SETTINGS), batches))
        again = list(pool.render(Order(LAYER, SETTINGS), batches[:1]))
    assert sorted(item for item, _ in results) == [0, 1, 2, 3, 4]
    for item, rendered in [*results, *again]:
        np.testing.assert_array_equal(rendered.picture, expected.pictures[item])
        assert rendered.cosine == expected.cosine[item]
    assert multiprocessing.active_children() == []


def test_nothing_starts_for_nothing():
    with closing(RenderPool(refuse)) as pool:
        assert list(pool.render(Order(LAYER, SETTINGS), [])) == []
        assert multiprocessing.active_children() == []


@pytest.mark.parametrize(
    ("load", "error", "message"),
    [(refuse, NetworkError, "no such network"), (dies, TopopressError, "exit code -9")],
)
def test_errors_come_out_and_no_process_stays(load, error, message):
    batches = batches_of(range(2), aimed(target_vectors(2)), SEEDS[:2], 2)
    with closing(RenderPool(load, workers=1)) as pool:
        with pytest.raises(error, match=message):
            list(pool.render(Order(LAYER, SETTINGS), batches))
        assert multiprocessing.active_children() == []


SCRIPT = """
import sys
from contextlib import closing
from unit.visuals.small_network import LAYER, small_network, target_vectors
from topopress.config.visuals import FeatureVisualisation
from topopress.visuals.targets import towards_means
from topopress.visuals.render_pool import Order, RenderPool, batches_of

if __name__ == "__main__":
    settings = FeatureVisualisation(size=24, canvas=32, steps=3)
    targets = towards_means(target_vectors(1), 2.0)
    endless = settings.model_copy(update={"steps": 100_000})
    with closing(RenderPool(small_network, workers=1)) as pool:
        list(pool.render(Order(LAYER, settings), batches_of([0], targets, [1], 1)))
        print(pool._workers[0].process.pid, flush=True)
        list(pool.render(Order(LAYER, endless), batches_of([0], targets, [1], 1)))
"""


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGKILL])
def test_a_worker_ends_with_its_parent(number, tmp_path):
    script = tmp_path / "renders.py"
    script.write_text(SCRIPT)
    parent = subprocess.Popen(
        [sys.executable, str(script)],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        start_new_session=True,
    )
    assert parent.stdout is not None
    with parent.stdout:
        worker = int(parent.stdout.readline())
    parent.send_signal(number)
    assert parent.wait(20) != 0
    deadline = time.monotonic() + 10
    while _alive(worker) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not _alive(worker)


def _alive(process: int) -> bool:
    try:
        state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"
