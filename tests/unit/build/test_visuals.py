"""Budgets, resumption, and what the pictures of arms are aimed at."""

import json
import re
import shutil

import numpy as np
import pytest

from graphs import made_graph
from tiny_project import SETTINGS, change, write_project
from topopress.activations.types import Rows
from topopress.analysis.shape.types import LayerShape, Structures
from topopress.build.exploration import build_exploration
from topopress.build.plan import plan_exploration
from topopress.build.site import build_site
from topopress.config.load import load_project
from topopress.config.visuals import FeatureVisualisation
from topopress.network.types import LayerInfo
from topopress.stage.executor import Executor
from topopress.stage.listener import Recorder
from topopress.store.store import Store
from topopress.visuals.target_stages import arm_targets

QUICK = f"{SETTINGS}activations = 0\n".replace('["1", "3"]', '["3"]').replace(
    "[visuals", "[mapper.stability]\nresamples = 0\n[visuals"
)
BUDGET = "[visuals.budget]\npictures = 3\n"
NO_TIME = "[visuals.budget]\nminutes = 1e-9\n"


def build(root, **options) -> Recorder:
    recorder = Recorder()
    build_site(root, listener=recorder, durable=False, **options)
    return recorder


def pictures_of(ran: list[str]) -> list[str]:
    return [line.split()[1] for line in ran if line.startswith("visual ")]


def pictures(recorder: Recorder) -> list[str]:
    return pictures_of(recorder.ran)


class Interrupted(BaseException):
    pass


class Killed:
    """Progress that stops the build after so many pictures."""

    def __init__(self, pictures: int) -> None:
        self.left, self.counts = pictures, False

    def start(self, what: str, total: int, within: float | None = None) -> None:
        self.counts = "visualisations" in what or "single" in what

    def advance(self, items: int = 1) -> None:
        self.left -= items * self.counts
        if self.left < 0:
            raise Interrupted

    def finish(self) -> None:
        self.counts = False


class Ticking:
    """Progress that remembers what it was told, and a clock that goes on with each picture."""

    def __init__(self) -> None:
        self.now, self.begun, self.skipped = 0.0, [], 0

    def monotonic(self) -> float:
        return self.now

    def start(self, what: str, total: int, within: float | None = None) -> None:
        self.begun.append((what, total, within))

    def advance(self, items: int = 1) -> None:
        self.now += items

    def skip(self, items: int) -> None:
        self.skipped += items

    def finish(self) -> None:
        pass

    def of_pictures(self) -> list[tuple[str, int, float | None]]:
        kinds = ("feature visualisations", "contrasts of arms", "pictures of single activations")
        return [told for told in self.begun if told[0].endswith(kinds)]


@pytest.fixture(scope="module")
def undrawn_once(tmp_path_factory):
    """A project that was built without time for pictures."""
    root = write_project(tmp_path_factory.mktemp("undrawn") / "project")
    set_budget(root, NO_TIME)
    assert pictures(build(root)) == []
    return root


@pytest.fixture
def undrawn(undrawn_once, tmp_path):
    """A project of which everything but the pictures is stored."""
    root = shutil.copytree(undrawn_once, tmp_path / "undrawn")
    change(root, NO_TIME, "")
    return root


def set_budget(root, budget):
    change(root, "[visuals.feature_visualisation]", f"{budget}[visuals.feature_visualisation]")


def test_a_build_that_is_stopped_three_times_stores_no_picture_twice(built, undrawn):
    expected = pictures_of(json.loads((built / "ran.json").read_text()))
    root = undrawn
    rendered: list[str] = []
    for _ in range(3):
        recorder = Recorder()
        with pytest.raises(Interrupted):
            build_site(root, listener=recorder, durable=False, progress=Killed(2))
        rendered += pictures(recorder)
    rendered += pictures(build(root))
    # The picture that is being written when the build stops is kept as well.
    assert sorted(rendered) == sorted(expected)
    assert len(set(rendered)) == len(rendered)


def test_a_budget_draws_the_most_important_first_and_says_what_it_leaves_out(undrawn):
    root = undrawn
    set_budget(root, BUDGET)
    recorder = build(root)
    assert len(pictures(recorder)) == 3
    left_out = [notice for notice in recorder.notices if "visuals.budget left out" in notice]
    assert any("feature visualisations" in notice for notice in left_out)
    assert any("single activations" in notice for notice in left_out)
    method = (root / "public/tiny/layers/1.html").read_text()
    assert "the largest and most stable first" in method
    change(root, "pictures = 3", "pictures = 5")
    assert len(pictures(build(root))) == 2


def test_progress_is_of_all_layers_of_a_kind_without_what_is_stored(undrawn):
    root = undrawn
    with pytest.raises(Interrupted):
        build(root, progress=Killed(3))
    told = Ticking()
    rendered = pictures(build(root, progress=told))
    kinds = [what for what, _, _ in told.of_pictures()]
    assert kinds == ["feature visualisations", "pictures of single activations"]
    assert sum(total for _, total, _ in told.of_pictures()) == len(rendered)


def test_a_budget_of_time_draws_what_it_can_of_each_layer_and_says_what_it_leaves_out(
    tmp_path, monkeypatch
):
    root, told = write_project(tmp_path), Ticking()
    change(root, "n_intervals = 4", "n_intervals = 16")
    set_budget(root, f"[visuals.budget]\nminutes = {10 / 60}\n")
    monkeypatch.setattr("topopress.visuals.picture_stages.time", told)
    monkeypatch.setattr("topopress.stage.executor.time", told)
    monkeypatch.setattr("topopress.visuals.render_pool.processors", lambda: 1)
    recorder = build(root, progress=told)
    # One batch in each layer: with each picture a second passes, and what has begun is finished.
    drawn = [picture.split("/")[0] for picture in pictures(recorder)]
    assert drawn == ["1"] * 8 + ["3"] * 8
    nodes = told.of_pictures()[0]
    assert nodes[0] == "feature visualisations"
    assert nodes[2] == pytest.approx(10)
    left_out = [re.findall(r"left out (\d+) of (\d+)", notice) for notice in recorder.notices]
    of_nodes = [found[0] for found in left_out if found][:2]
    assert [int(wanted) - int(out) for out, wanted in of_nodes] == [8, 8]
    assert told.skipped == sum(total for _, total, _ in told.of_pictures()) - len(drawn)
    change(root, f"minutes = {10 / 60}", "pictures = 1000")
    assert not set(pictures(recorder)) & set(pictures(build(root)))


def test_each_objective_of_nodes_gives_pictures_of_its_own(tmp_path):
    root = write_project(tmp_path, QUICK)
    change(root, "steps = 2", "steps = 2\nobjective = 'direction'")
    recorder = build(root)
    direction = set(pictures(recorder))
    assert summary(root) == ("direction", len(direction))
    drawn = sheet(root)
    change(root, "'direction'", "'whitened'")
    whitened = set(pictures(build(root)))
    assert summary(root) == ("whitened", len(whitened))
    assert len(whitened) == len(direction)
    assert not whitened & direction
    assert sheet(root) != drawn
    change(root, "'whitened'", "'direction'")
    assert pictures(build(root)) == []


def summary(root) -> tuple[str, int]:
    """Return the objective and the number of the pictures of the only layer's nodes."""
    (source,) = load_project(root).explorations
    executor = Executor(Store(root / ".topopress"), Recorder(), only_stored=True)
    (view,) = build_exploration(
        executor, plan_exploration(source, executor.store.hash_file)
    ).bundle.views
    return view.visuals.nodes.objective, view.visuals.nodes.drawn


def sheet(root) -> bytes:
    """Return the pictures of the nodes of the layer 3."""
    (file,) = (root / "public/tiny/images").glob("3-visuals-0.*.webp")
    return file.read_bytes()


def test_a_budget_of_no_time_draws_nothing_and_the_site_is_there(undrawn_once):
    assert (undrawn_once / "public/tiny/index.html").is_file()


def test_a_text_asks_for_a_contrast_and_it_is_rendered_once(project):
    root = project
    names = re.findall(r"i\d+c\d+", (root / "public/tiny/layers/1.html").read_text())
    first, second = list(dict.fromkeys(names))[:2]
    figure = f"![Apart](node:layer=1&node={first}&against={second})"
    change(root, "The end.", figure, "index.md")
    assert len(pictures(build(root))) == 1
    assert f"{first}-{second}" in (root / "public/tiny/index.html").read_text()
    assert pictures(build(root)) == []


def test_a_text_asks_for_a_channel_and_it_is_rendered_once(project):
    root = project
    change(root, "The end.", "![One](channel:layer=1&channel=2)", "index.md")
    assert len(pictures(build(root))) == 1
    assert "steps from noise, cosine" in (root / "public/tiny/index.html").read_text()
    set_budget(root, BUDGET)
    assert pictures(build(root)) == []


def test_an_arm_is_held_against_its_sisters():
    vectors = np.array([[4, 0], [2, 0], [0, 3], [0, 5], [1, 1]], np.float32)
    graph = made_graph([[4], [0], [2, 3], [1]])
    structures = Structures(
        kind=("bifurcation",), id=("bifurcation-i0c0",), rows=np.array([5]),
        node_offsets=np.array([0, 4]), nodes=np.arange(4, dtype=np.int32),
        arm_offsets=np.array([0, 2]), arm_node_offsets=np.array([0, 2, 3]),
        arm_nodes=np.array([1, 3, 2], np.int32),
    )  # fmt: skip
    rows = Rows(
        LayerInfo.of_map("1", 2, 1, 1),
        vectors,
        np.arange(5, dtype=np.int32),
        "cell",
        np.zeros((5, 2), np.int32),
    )
    shape = LayerShape(structures, None, None, np.zeros(1, np.bool_))
    settings = FeatureVisualisation()
    found = arm_targets(rows, graph, shape, settings)
    assert found.subject.tolist() == [0, 1]
    np.testing.assert_array_equal(found.targets.directions, [[3, -4], [-3, 4]])
    none = arm_targets(rows, graph, shape, settings.model_copy(update={"contrasts": 0}))
    assert none.targets.directions.shape == (0, 2)
