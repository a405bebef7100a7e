"""The card of a term, and a numbered figure, from file://."""

import pytest
from playwright.sync_api import expect

from topopress.pages.site.render import render_site
from unit.pages import synthetic

ESSAY = """\
A [flare](term:flare) is in @eq:x.

$$ a = b $$ {#eq:x}

```python
lens = norm(vectors)  # one number for each row of the layer, in the order of the rows, and more
```

::: explorer
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    folder = tmp_path_factory.mktemp("terms")
    for path, content in render_site(synthetic.SITE, [synthetic.source(ESSAY)]).items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    return folder.as_uri()


def test_a_term_says_what_it_means(context, site):
    page = context.new_page()
    page.goto(f"{site}/photographs/index.html")
    card = page.get_by_role("tooltip")
    term = page.get_by_role("link", name="flare")
    term.hover()
    expect(card).to_contain_text("A branch with a free end.")
    page.keyboard.press("Escape")
    expect(card).to_be_hidden()
    page.get_by_role("link", name="Equation 1").click()
    expect(page.locator("#eq-x")).to_be_in_viewport()
    page.get_by_role("link", name="Equation 1").focus()
    page.keyboard.press("Shift+Tab")
    expect(term).to_be_focused()
    expect(card).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.locator("#term-flare")).to_be_in_viewport()


def test_without_a_script_a_term_is_a_link(browser, site):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site}/photographs/index.html")
    page.get_by_role("link", name="flare").click()
    expect(page).to_have_url(f"{site}/glossary.html#term-flare")
    expect(page.locator("#term-flare")).to_contain_text("A branch with a free end.")
    context.close()
