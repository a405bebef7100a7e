"""Contrast of the site's colours, also of those that its own style sheets override."""

import pytest

from topopress.core import resources
from topopress.pages.site.contrast import contrast, contrast_problems
from topopress.pages.site.style_variables import THEMES, root_rules, variables_of

HOME = b'<link rel="stylesheet" href="a.css"><link rel="stylesheet" href="own.css">'


def found(own):
    ours = (resources.site_assets() / "style.css").read_bytes()
    files = {"index.html": HOME, "a.css": ours, "own.css": own.encode()}
    return [(one.severity, one.message) for one in contrast_problems(files)]


def test_the_ratio_is_that_of_wcag():
    assert contrast((0, 0, 0), (255, 255, 255)) == pytest.approx(21)
    assert contrast((119, 119, 119), (255, 255, 255)) == pytest.approx(4.48, abs=0.005)
    assert contrast((18, 52, 86), (18, 52, 86)) == 1


def test_our_own_colours_can_be_read():
    assert found("") == []


def test_overridden_colours_are_looked_at_in_each_theme():
    light = found(":root { --ink-soft: #aaa }")
    assert len(light) == 2
    assert light[0][1].startswith("in the light theme --ink-soft (#aaa) on --paper (#fbfaf6) has")
    assert "2.22, and texts need 4.5" in light[0][1]
    dark = found(
        "@media (prefers-color-scheme: dark) { :root:not([data-theme=light]) { --focus: #333 } }"
    )
    assert [one[1].partition(" --")[0] for one in dark] == ["in the dark theme"]
    assert "marks need 3" in dark[0][1]
    chosen = found(':root[data-theme="dark"] { --accent: var(--rule) }')
    assert [one[1].partition(" --")[0] for one in chosen] == ["in the chosen dark theme"] * 2


def test_a_colour_that_is_not_read_is_a_notice():
    assert found(":root { --ink: oklch(40% 0.1 200) }")[0] == (
        "notice",
        "in the light theme --ink is oklch(40% 0.1 200), whose contrast is not computed; write "
        "#rrggbb",
    )


def test_what_holds_elsewhere_is_not_counted():
    for own in (
        "@media print { :root { --ink: #fff } }",
        ".box { --ink: #fff }",
        "/* :root { --ink: #fff } */",
        ":root { --other: #fff }",
    ):
        assert found(own) == [], own


def test_later_and_heavier_rules_win():
    rules = root_rules(
        ["@charset 'x';:root{--a:1;--b:var(--a)}html{--a:2}:root[data-theme='dark']{--a:3}"]
    )
    assert variables_of(rules, THEMES[0]) == {"--a": "1", "--b": "1"}
    assert variables_of(rules, THEMES[2]) == {"--a": "3", "--b": "3"}
