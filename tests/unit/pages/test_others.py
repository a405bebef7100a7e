"""Which explorations of a site can stand side by side."""

from dataclasses import replace

import pytest

from topopress.bundle.packing import read_header
from topopress.pages.essay.facts import Facts
from topopress.pages.essay.views import parse_view
from topopress.pages.site.others import manifest_chunk, others_of, shared_samples
from unit.pages.synthetic import source


def with_ids(name, *ids):
    return replace(source(name=name), sample_ids=ids)


def test_samples_are_shared_by_their_ids():
    assert shared_samples(with_ids("a", "x", "y"), with_ids("b", "y", "z")) == 1


@pytest.mark.parametrize(("others", "shared"), [(("0", "1"), 2), (("0", "1", "2"), 0)])
def test_numbers_of_rows_are_shared_only_by_the_same_rows(others, shared):
    assert shared_samples(with_ids("a", "0", "1"), with_ids("b", *others)) == shared


def test_others_are_those_that_share_samples():
    one, two, three = with_ids("a", "x"), with_ids("b", "x", "y"), with_ids("c", "z")
    (other,) = others_of(one, [one, two, three])
    assert (other.name, other.shared) == ("b", 1)
    assert other.layers == [layer.id for layer in two.bundle.manifest.layers]
    path, script = manifest_chunk(two.bundle.manifest)
    assert path == other.manifest
    assert read_header(script)["manifest"] == two.bundle.manifest.model_dump()


def test_essays_name_layers_beside_by_name_and_at_most_two():
    facts = Facts(source())
    with pytest.raises(LookupError, match="no layer 'block4'"):
        parse_view("layer=block10&beside=block4", facts)
    with pytest.raises(LookupError, match="at most 2"):
        parse_view("layer=block10&beside=block3,block6,other/x", facts)
