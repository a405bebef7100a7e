import numpy as np

from topopress.bundle.classes import class_arrays
from topopress.bundle.schema import CHUNK_ARRAYS
from topopress.visuals.types import Attribution

NAMES = ("crane", "cat", "crane", "dog")


def attribution(**changes):
    fields = {
        "offsets": np.array([0, 2, 3]),
        "output": np.array([5, 1, 3], np.int32),
        "value": np.array([2, -1, 0.5], np.float32),
        "exemplar_output": np.array([3, -1, 0], np.int32),
        "exemplar_value": np.array([1, 0, 2], np.float32),
        "agreement": 0.5,
        "way": "forward mode",
    }
    return Attribution(**{**fields, **changes})


def test_only_the_classes_that_are_spoken_for_are_named():
    names, arrays = class_arrays(attribution(), NAMES)
    assert names == ["crane (class 0)", "cat", "dog", "class 5"]
    assert arrays["attribution_class"].tolist() == [3, 1, 2]
    assert arrays["exemplar_class"].tolist() == [2, -1, 0]


def test_a_network_without_names_has_numbers():
    one = attribution(output=np.array([17] * 3), exemplar_output=np.array([17, -1, -1]))
    assert class_arrays(one, ())[0] == ["class 17"]


def test_nothing_is_said_where_nothing_is_known():
    none, empty = class_arrays(None, NAMES), class_arrays(attribution(way=""), NAMES)
    assert none[0] == empty[0] == []
    assert {len(array) for array in [*none[1].values(), *empty[1].values()]} == {0}


def test_the_arrays_are_those_of_the_format():
    arrays = class_arrays(attribution(), NAMES)[1]
    assert set(arrays) < set(CHUNK_ARRAYS["graph"])
