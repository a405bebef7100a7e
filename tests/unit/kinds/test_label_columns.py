"""Which columns of the metadata are labels."""

import pytest

from topopress.samples.label_columns import label_columns
from topopress.samples.types import Sample, Survey


def table(**columns):
    length = len(next(iter(columns.values())))
    labels = columns.pop("label", [None] * length)
    return Survey.of(
        [
            Sample(f"s{k:02}", "o", labels[k], "d", metadata={n: v[k] for n, v in columns.items()})
            for k in range(length)
        ]
    )


def test_texts_that_samples_share_are_labels():
    found = label_columns(table(word=["b", "a", "b", "a"], tag=["x", "", "y", "x"]))
    assert [(c.name, c.labels, c.label.tolist()) for c in found] == [
        ("word", ("a", "b"), [1, 0, 1, 0])
    ]
    assert [c.name for c in label_columns(table(tag=["x", "", "y", "x", "y"]))] == ["tag"]


@pytest.mark.parametrize(
    "values",
    [
        pytest.param([1.0, 2.0, 1.0, 2.0], id="numbers"),
        pytest.param(["a", 2.0, "a", 2.0], id="texts and numbers"),
        pytest.param(["a", "b", "c", "d"], id="names"),
        pytest.param(["a", "b", "c", "c"], id="nearly names"),
        pytest.param(["a", "a", "a", "a"], id="one value"),
        pytest.param(["", "", "", ""], id="no value"),
    ],
)
def test_others_are_not(values):
    assert label_columns(table(column=values)) == ()


def test_a_copy_of_the_label_is_not_repeated():
    assert label_columns(table(label=["a", "b", "a", "b"], same=["a", "b", "a", "b"])) == ()
    twice = table(form=["a", "b", "a", "b"], word=["a", "b", "a", "b"])
    assert [c.name for c in label_columns(twice)] == ["word"]
    found = label_columns(table(label=["a", "b", "a", "b"], other=["b", "b", "a", "a"]))
    assert [c.name for c in found] == ["other"]
