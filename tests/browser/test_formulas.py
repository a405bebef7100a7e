"""Formulas in a browser: shown as such, under the policy, and never wider than the page."""

from pathlib import Path

import pytest

from topopress.pages.site.render import render_site
from unit.pages import synthetic

AXE = Path(__file__).resolve().parents[2] / "site_assets/node_modules/axe-core/axe.min.js"
WIDE = " + ".join(f"a_{{{k}}}" for k in range(60))
ESSAY = f"""\
The norm $\\lVert a \\rVert_2$ of $n = {{{{ samples }}}}$; within the line ${WIDE}$, and on its own:

$$
\\frac{{1}}{{n}} \\sum_{{i=1}}^n \\mathbf{{x}}_i = {WIDE}
$$

- $$x^2$$

| $a$ |
| --- |
| ${WIDE}$ |

::: explorer
"""


@pytest.fixture(scope="module")
def page_with_formulas(tmp_path_factory) -> Path:
    root = tmp_path_factory.mktemp("formulas")
    for path, content in render_site(synthetic.SITE, [synthetic.source(ESSAY)]).items():
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    return root / "photographs/index.html"


def of_essay(problems: list[str]) -> list[str]:
    """Leave out what the viewer says of a made-up bundle without content."""
    return [one for one in problems if "style" in one or "Content" in one or "math" in one]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 390, 1280])
def test_a_wide_formula_does_not_widen_the_page(browser, page_with_formulas, width, scheme):
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)
    page = context.new_page()
    page.goto(page_with_formulas.as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    scrolled = page.locator("div.formula").first.evaluate(
        "one => one.scrollWidth > one.clientWidth"
    )
    assert scrolled
    context.close()


def test_formulas_are_laid_out_under_the_policy(watched, page_with_formulas):
    page = watched.page
    page.goto(page_with_formulas.as_uri())
    assert of_essay(watched.problems(page_with_formulas.parents[1].as_uri())) == []
    size = "one => one.getBoundingClientRect().height"
    fraction = page.locator("math mfrac").first.evaluate(size)
    letter = page.locator("math mi").first.evaluate(size)
    assert fraction > 1.5 * letter
    assert page.locator("math").first.get_attribute("alttext") == "\\lVert a \\rVert_2"


def test_axe_finds_nothing_serious_in_formulas(browser, page_with_formulas):
    context = browser.new_context(bypass_csp=True, reduced_motion="reduce")
    page = context.new_page()
    page.goto(page_with_formulas.as_uri())
    page.evaluate(AXE.read_text("utf-8"))
    found = page.evaluate("axe.run('.essay')")["violations"]
    serious = [one for one in found if one["impact"] in ("serious", "critical")]
    assert [(one["id"], one["nodes"][0]["target"]) for one in serious] == []
    context.close()
