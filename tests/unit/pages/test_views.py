"""Essays can link to every view the viewer can show, in the viewer's own words."""

import re
from pathlib import Path

import pytest

from topopress.pages.essay.facts import Facts
from topopress.pages.essay.views import CHOICES, KEYS, fragment, parse_view
from unit.pages.synthetic import source

VIEWER = Path(__file__).parents[3] / "site_assets/src"
WHOLE = (
    "layer=block10&node=i0c0&colour=tightness&weight=stability&edges=0.25&pictures=1&label=cat&points=label"
    "&at=3.2,-1,2.5"
)


def words_of(file: str, start: str, end: str) -> str:
    text = (VIEWER / file).read_text("utf-8")
    return text[text.index(start) : text.index(end, text.index(start))]


def test_the_parts_are_those_the_viewer_reads():
    readers = words_of("state/url.ts", "const READERS", "} satisfies")
    read = set(re.findall(r"^    (\w+): \(", readers, re.MULTILINE))
    assert read - {"search"} == set(KEYS)


def test_the_parts_stand_in_the_order_the_viewer_writes():
    writer = words_of("state/url.ts", "export function encodeView", "return parts")
    written = re.findall(r'\["(\w+)", ', writer)
    assert written == [key for key in KEYS if key not in ("label", "origin", "sample", "structure")]


def test_the_colourings_are_the_viewers():
    colourings = words_of("state/state.ts", "export const COLOURINGS", "as const")
    assert tuple(re.findall(r'"(\w+)"', colourings)) == CHOICES["colour"]


@pytest.mark.parametrize(
    "text",
    [
        WHOLE,
        "layer=block10&origin=cat.png",
        "layer=block10&points=graph",
        "layer=block10&colour=stability&structure=flare-i1c0.2",
    ],
)
def test_every_part_can_be_stated(text):
    assert fragment(parse_view(text, Facts(source()))) == "#" + text


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("layer=block10&pictures=yes", "must be one of 0, 1"),
        ("layer=block10&points=lens", "must be one of graph, label"),
        ("layer=block10&at=1,2", "copy the address"),
        ("layer=block10&structure=loop-i9c9", "3 structures are listed on layers/block10.html"),
        ("layer=block10&structure=flare-i1c1", "did you mean 'flare-i1c0'"),
    ],
)
def test_a_part_with_a_wrong_value_is_refused(text, message):
    with pytest.raises(LookupError, match=message):
        parse_view(text, Facts(source()))
