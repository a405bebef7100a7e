"""What the pages of classes are made from."""

from topopress.build.plan import Plan
from topopress.bundle.class_figures import Answers, LayerRecords, class_figures
from topopress.kinds.kind import LayerStages
from topopress.kinds.pictures import LayerSprites
from topopress.pages.sources import ClassSources
from topopress.stage.executor import Executor


def class_sources(executor: Executor, plan: Plan, answers: str) -> ClassSources | None:
    """Return the classes that have pages, with their pictures; None where none are asked for.

    ``answers`` is the name of the column of labels with the network's answers, if there is one.
    """
    wanted = plan.source.settings.wanted_classes
    if wanted is None:
        return None
    layers = [_records(executor, layer) for layer in plan.layers.values()]
    table = executor.record(plan.inputs.samples)
    classes = class_figures(table, _answers(executor, plan), layers, wanted.least)
    sprites = []
    for number, layer in enumerate(plan.layers.values()):
        nodes = [node for one in classes for node in one.layers[number].nodes]
        sprites.append(
            plan.kind.sprites(
                executor,
                plan.looks,
                layer,
                {each.node for each in nodes},
                {exemplar for each in nodes for exemplar in each.exemplars},
            )
            if nodes
            else LayerSprites()
        )
    return ClassSources(classes, tuple(sprites), wanted.least, answers)


def _records(executor: Executor, layer: LayerStages) -> LayerRecords:
    return LayerRecords(
        graph=executor.record(layer.graph),
        sample=executor.record(layer.rows).sample,
        exemplars=executor.record(layer.exemplars),
        attribution=executor.record(layer.attribution) if layer.attribution else None,
    )


def _answers(executor: Executor, plan: Plan) -> Answers | None:
    network = plan.inputs.network
    if plan.predictions is None or plan.outputs is None or network is None:
        return None
    predicted = executor.record(plan.predictions)
    if not predicted.labels:
        return None
    outputs = executor.record(plan.outputs).outputs
    return Answers(executor.record(network).classes, predicted, outputs)
