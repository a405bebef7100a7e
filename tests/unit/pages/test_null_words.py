"""Pages say which copies were used: shuffled ones, or those of one Gaussian."""

from dataclasses import replace

import pytest

from topopress.analysis.settings.verdict import verdicts
from topopress.config.schema import Mapper
from topopress.mapper.types import VerdictRule
from topopress.pages.site.render import render_site
from topopress.pages.types.tune import TunedLayer, tune_page, verdict
from unit.pages import synthetic

RULE = VerdictRule(times=3.0, null="gaussian")


@pytest.fixture(scope="module")
def gaussian():
    """Return the pages of an exploration whose clusterer is compared with Gaussian copies."""
    made = synthetic.source(essay="No facts.\n")
    clusterer = {"kind": "hdbscan", "metric": "cosine"}
    mapper = Mapper.model_validate({"clusterer": clusterer})
    views = [_compared(view) for view in made.bundle.views]
    bundle = synthetic.bundle(views, name=made.name, title="Words")
    settings = made.settings.model_copy(update={"mapper": mapper})
    files = render_site(
        synthetic.SITE, [replace(made, settings=settings, bundle=bundle)], assets=synthetic.ASSETS
    )
    return {path: content.decode() for path, content in files.items() if path.endswith(".html")}


def _compared(view):
    judged = view.layer.stability
    stability = judged and judged.model_copy(update={"null_model": "gaussian"})
    choice = view.choice and replace(view.choice, rule=RULE, group_scores=(0.02,))
    return replace(
        view, layer=view.layer.model_copy(update={"stability": stability}), choice=choice
    )


def test_the_method_page_names_the_gaussian_and_no_shuffling(gaussian):
    page = gaussian["photographs/method.html"]
    assert "shuffl" not in page
    assert "finds in copies of the rows that are drawn from one Gaussian with the same mean" in page
    assert "Rows drawn from one Gaussian are scored in the same way." in page
    assert "less than 3 times their best score" in page
    assert "beside the same in rows drawn from one Gaussian" in page


def test_layer_pages_name_the_gaussian_and_no_shuffling(gaussian):
    pages = [text for path, text in gaussian.items() if "/layers/" in path]
    assert pages and not any("shuffl" in page for page in pages)
    text = " ".join(pages)
    assert (
        "of these rows (drawn from one Gaussian with the same mean and covariance). It is" in text
    )
    assert "that of copies drawn from one Gaussian for each group. Below 3, the graph" in text
    assert (
        "of the rows (the null model: drawn from one Gaussian with the same mean and covariance)"
        in text
    )


def test_notices_and_tune_name_the_gaussian():
    choice = replace(synthetic.choice(), rule=RULE)
    layer = TunedLayer("block", choice, (None,) * len(choice.candidates), choice.chosen, choice)
    rows = "rows drawn from one Gaussian with the same mean and covariance"
    assert f"its score on {rows}." in verdict(layer)
    assert b"shuffl" not in tune_page("Words", "en", [layer], None)
    low = replace(choice, null_scores=(choice.score,))
    assert f"is 1.0 times that of {rows}; 3 times are required" in verdicts(low)[0]
    within = replace(choice, group_scores=(choice.score,))
    assert "one Gaussian for each group, with its mean and covariance" in verdicts(within)[0]
