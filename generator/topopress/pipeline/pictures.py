"""Optimised pictures, each an artifact of its own: those in the store are not rendered again."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

from topopress.core.arrays import Float32, Uint8
from topopress.core.progress import Progress
from topopress.core.seeds import seed_for
from topopress.network.types import LayerInfo
from topopress.pipeline.allowance import Clock
from topopress.pipeline.bench import Bench, describe
from topopress.pipeline.inputs import Inputs
from topopress.store.actions import Action
from topopress.store.artifact import Artifact
from topopress.store.canonical import Json, canonical, sha256
from topopress.store.outputs import Outputs
from topopress.visuals.targets import Targets

if TYPE_CHECKING:
    from topopress.visuals.feature_visualisation import Rendered
    from topopress.visuals.render_pool import Batch

RENDERING = ("torch", "torchvision", "torch-lucent", "kornia", "numpy")
RENDERING_CODE = ("topopress.visuals.feature_visualisation",)
# What says which pictures there are, not what they look like.
_WHICH = frozenset({"enabled", "activations", "contrasts", "objective"})


@dataclass(frozen=True, slots=True, eq=False)
class Picture:
    """One finished picture, how far it came, and what the layer answers to it."""

    picture: Uint8
    reached: dict[str, float]
    activation: Float32


@dataclass(frozen=True, slots=True, eq=False)
class Pictures:
    """Some pictures of a layer, and which of them the store has.

    Attributes:
        actions: How each is rendered, by the number of its aim.
        stored: Those that the store has, by the number of the aim.
    """

    actions: tuple[Action, ...] = ()
    stored: Mapping[int, Artifact] = field(default_factory=dict)

    @property
    def missing(self) -> list[int]:
        """Numbers of the aims to render; of equal ones, which share a picture, the first."""
        lacking = [k for k in range(len(self.actions)) if k not in self.stored]
        return sorted({self.actions[k].key: k for k in reversed(lacking)}.values())


def find_pictures(bench: Bench, inputs: Inputs, layer: LayerInfo, aims: Targets) -> Pictures:
    """Look up the pictures that are to respond to some aims."""
    rivals = sha256(aims.competing_means.tobytes())
    actions = [
        picture_action(bench, inputs, layer, aims.at([item]), rivals) for item in range(len(aims))
    ]
    found = {k: bench.stages.find(action) for k, action in enumerate(actions)}
    return Pictures(tuple(actions), {k: one for k, one in found.items() if one is not None})


def render_pictures(
    bench: Bench, layer: LayerInfo, aims: Targets, pictures: Pictures, clock: Clock | None = None
) -> dict[int, Artifact]:
    """Return the stored picture of each aim, rendering what the store lacks.

    Args:
        bench: Of the exploration.
        layer: The layer.
        aims: What the pictures are to respond to, the most important first.
        pictures: What ``find_pictures`` found for these aims.
        clock: Ends the work; what is then missing is left out.

    Returns:
        Artifacts by the number of the aim.
    """
    actions, progress = pictures.actions, bench.stages.progress
    todo = {k: actions[k] for k in pictures.missing}
    for action in todo.values():
        bench.stages.require_computing(action)
    made: dict[str, Artifact] = {}
    for k, picture in _render(bench, layer, aims, todo, clock):
        write = partial(_write, picture=picture)
        made[actions[k].key] = bench.stages.produce(actions[k], write)
        progress.advance()
    if len(made) < len(todo):
        progress.skip(len(todo) - len(made))
    rendered = {k: made[action.key] for k, action in enumerate(actions) if action.key in made}
    return {**pictures.stored, **rendered}


@contextmanager
def telling(
    progress: Progress, what: str, total: int, within: float | None = None
) -> Iterator[None]:
    """Tell how far the block is, which renders ``total`` pictures; of none, tell nothing.

    Args:
        progress: Is told.
        what: Name of the work.
        total: Number of pictures that the store lacks.
        within: Seconds after which no picture is begun any more, if there is such a limit.
    """
    if total:
        progress.start(what, total, within)
    yield
    if total:
        progress.finish()


def picture_action(
    bench: Bench, inputs: Inputs, layer: LayerInfo, aim: Targets, rivals: str
) -> Action:
    """Describe the rendering of one aim, whichever node, text or exploration asks for it.

    Args:
        bench: Of the exploration.
        inputs: Of the exploration.
        layer: The layer.
        aim: One.
        rivals: Digest of its rivals, which many have in common.
    """
    shown = {
        "network": inputs.network.digest,
        "target": sha256(aim.references.tobytes()),
        "direction": sha256(aim.directions.tobytes()),
        "rivals": rivals,
    }
    params = {**picture_params(bench, layer), "objective": aim.objective}
    # Named by all that shapes it: two explorations may want one target with other settings.
    digest = sha256(canonical({"inputs": shown, "params": params}))
    return describe(
        "visual",
        f"{layer.name}/{digest[:16]}",
        inputs=shown,
        params=params,
        code=RENDERING_CODE,
        libraries=RENDERING,
    )


def picture_params(bench: Bench, layer: LayerInfo) -> dict[str, Json]:
    """Return the settings that every picture of a layer depends on."""
    settings = bench.settings.visuals.feature_visualisation
    shaping = settings.model_dump(mode="json", exclude=set(_WHICH))
    seed, whole = bench.settings.seed, _of_whole_inputs(bench)
    return {"layer": layer.name, "seed": seed, "whole": whole, **shaping}


def _of_whole_inputs(bench: Bench) -> bool:
    """Return whether rows are means over the map, so that pictures are of whole inputs."""
    return bench.settings.activations.positions == "mean"


def _render(
    bench: Bench,
    layer: LayerInfo,
    aims: Targets,
    actions: Mapping[int, Action],
    clock: Clock | None,
) -> Iterator[tuple[int, Picture]]:
    from topopress.visuals.render_pool import batches_of

    if not actions:
        return
    settings = bench.settings.visuals.feature_visualisation
    items = list(actions)
    seeds = [_seed(bench, layer, actions[k]) for k in items]
    length = bench.renderers.share(len(items))
    if clock is not None:
        length = bench.renderers.batch_slots
        clock.start()
    batches = batches_of(items, aims.at(items), seeds, length)
    whole = _of_whole_inputs(bench)
    rendering = bench.renderers.render(layer, _until(clock, batches), settings, whole=whole)
    for finished, rendered in rendering:
        for at, item in enumerate(finished):
            yield item, _picture_of(rendered, at)


def _seed(bench: Bench, layer: LayerInfo, action: Action) -> int:
    # Not from the item: a picture of more steps starts from the same noise.
    return seed_for(bench.settings.seed, "visual", layer.name, action.inputs["target"])


def _until(clock: Clock | None, batches: Sequence["Batch"]) -> Iterator["Batch"]:
    for batch in batches:
        if clock is not None and clock.is_over:
            return
        yield batch


def _picture_of(rendered: "Rendered", at: int) -> Picture:
    reached = {
        "cosine": float(rendered.cosine[at]),
        "objective": float(rendered.objective[at]),
        "steps": int(rendered.steps[at]),
    }
    return Picture(rendered.pictures[at], reached, rendered.activations[at])


def _write(outputs: Outputs, *, picture: Picture) -> None:
    outputs.write_array("picture", picture.picture)
    outputs.write_array("activation", picture.activation)
    outputs.write_json("reached.json", picture.reached)
