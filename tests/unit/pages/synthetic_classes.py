"""Classes of the synthetic exploration, with a sheet of pictures."""

from dataclasses import replace

from topopress.diagnosis.class_relations import Beside
from topopress.diagnosis.class_types import (
    ClassFigures,
    ClassLayer,
    ClassNode,
    Failed,
    OtherClass,
)
from topopress.kinds.pictures import LayerSprites, Sprite
from topopress.pages.sources import ClassSources, PageSource
from unit.pages import synthetic

SHEET = "images/late-visuals-0.00000000.webp"
SPRITE = Sprite(SHEET, (192, 96), (96, 0, 96, 96))


def figures(name: str = "cat", **changes) -> ClassFigures:
    """Return a class in three layers, that of a label which is a class of the network."""
    node = ClassNode(1, 30, 40, 0.56, 0.06, (7,))
    plain = ClassNode(0, 0, 5, None, None, ())
    found = ClassFigures(
        name=name,
        source="label",
        samples=50,
        total=200,
        right=45,
        answered=52,
        counted=((name, 45), ("dog", 5)),
        layers=(
            ClassLayer(None, ()),
            ClassLayer(Beside(0.3, 0.25, 60), ()),
            ClassLayer(Beside(0.8, 0.25, 60), (node, plain)),
        ),
        others=(
            OtherClass("dog", (None, *[Beside(0.01, 0.25, 60)] * 2), "apart", 1),
            OtherClass("owl", (Beside(0.2, 0.01, 60),) * 3, "together", 0),
        ),
        failed=(Failed(3, "dog", 0.91),),
    )
    return replace(found, **changes)


def source(*classes: ClassFigures, essay: str = synthetic.ESSAY) -> PageSource:
    """Return the synthetic exploration with pages of classes."""
    found = synthetic.source(essay)
    made = ClassSources(
        classes=classes or (figures(), figures("dog", right=None, answered=None, failed=())),
        sprites=(LayerSprites(), LayerSprites(), LayerSprites({1: SPRITE}, {7: SPRITE})),
        least=10,
    )
    files = {**found.bundle.files, SHEET: synthetic.webp(192, 96)}
    bundle = replace(found.bundle, files=files)
    return replace(found, bundle=bundle, classes=made)
