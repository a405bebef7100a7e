"""Formulas are set as MathML that browsers show; dollar signs of a text stay as they are."""

import re

import pytest

from topopress.core.errors import PageError
from topopress.pages.essay.mathml import mathml
from topopress.pages.site.check import check_site
from topopress.pages.site.render import render_site
from unit.pages import synthetic


def html_of(markdown):
    essay = synthetic.render_essay(synthetic.source(markdown))
    return essay.before + essay.after


def failure(markdown):
    with pytest.raises(PageError) as raised:
        html_of(markdown)
    return str(raised.value)


def test_stars_within_formulas_are_not_emphasis():
    html = html_of("We write $a*b$ and $c*d$.\n\n$$\\sum_i x_i$$")
    assert "<em>" not in html
    assert html.count("<math") == 3
    assert '<math alttext="\\sum_i x_i" display="block">' in html


@pytest.mark.parametrize(
    "text",
    [
        "costs $5 and $10",
        "$HOME and $PATH",
        "$HOME/bin:$PATH",
        "US$ 5, then US$ 6",
        "\\$x\\$",
        "`$x$` and ``$y$``",
        "from $5 in May to 10$ in June",
        "$ x $",
        "prices: $, $$$, $",
    ],
)
def test_dollar_signs_of_a_text_stay(text):
    assert "<math" not in html_of(text)


@pytest.mark.parametrize(
    "text",
    [
        "the $n$th layer",
        "($x$), $y$; **$z$**-axis",
        "[$x$](method.html)",
        "# Crops of photographs\n\n## The norm $\\lVert a \\rVert$",
        "| $a$ |\n| -- |\n| $b$ |",
        "- $x$\n- $$y$$",
        "> $$\n> x\n> $$",
        "a[^1]\n\n[^1]: $x$",
        "text^[$x$]",
        "a line\n$$\nx\n$$\nand another",
        "$$a$$ and $$b$$",
    ],
)
def test_formulas_stand_wherever_text_does(text):
    html = html_of(text)
    assert "<math" in html
    assert "$" not in re.sub("<[^>]*>", "", html)


def test_a_page_with_formulas_is_sound():
    essay = "$x$ $\\mathbf{a}$\n\n$$\\begin{aligned} a &= b \\\\ c &= d\\end{aligned}$$"
    files = render_site(synthetic.SITE, [synthetic.source(essay)], assets=synthetic.ASSETS)
    assert check_site(files) == []
    assert b"<mi>\xf0\x9d\x90\x9a</mi>" in files["photographs/index.html"]


@pytest.mark.parametrize(
    ("latex", "part"),
    [
        ("\\mathbb{R}", "<mi>ℝ</mi>"),
        ("\\boldsymbol{\\theta}", "<mi>𝜽</mi>"),
        ("\\mathbf{12}", "<mn>𝟏𝟐</mn>"),
        ("\\mathrm{d}", '<mi mathvariant="normal">d</mi>'),
        ("\\operatorname{softmax}(x)", "<mi>softmax</mi>"),
        ("\\frac{1}{2}", "<mfrac><mrow><mn>1</mn></mrow><mrow><mn>2</mn></mrow></mfrac>"),
        ("\\text{a < b & c}", "a &lt; b &amp; c</mtext>".replace(" ", "\u00a0")),
        ("a < b", "<mo>&lt;</mo>"),
        ("\\begin{cases} a & b \\end{cases}", '<mtd class="align-left">'),
        ("50\\%", "<mi>%</mi>"),
    ],
)
def test_what_latex_becomes(latex, part):
    assert part in mathml(latex)


@pytest.mark.parametrize(
    ("latex", "why"),
    [
        ("\\foo", "unknown command '\\foo'"),
        ("\\frac{a}{", "a '{' is not closed"),
        ("a}", "a '}' closes nothing"),
        ("\\frac{a}", "mfrac|cannot read it"),
        ("x_", "missing super script or subscript"),
        ("\\begin{alinged}a\\end{alinged}", "did you mean 'aligned'?"),
        ("\\begin{cases}a", "\\begin{cases} has no \\end{cases}"),
        ("\\begin{cases}a\\end{matrix}", "ends nothing"),
        ("50% of x", "'%' begins a comment"),
        ("a & b", "a '&' where none can be"),
        ("\\href{javascript:alert(1)}{x}", "\\href cannot be used"),
        ("\\style{color:red}{x}", "\\style cannot be used"),
        ("\\newcommand{\\a}{\\a\\a}\\a", "\\newcommand cannot be used"),
        ("\\cancel{x}", "browsers do not show it"),
        ("\\left( x", "extra left or missing right"),
        ("{" * 900 + "x" + "}" * 900, "nested too deeply"),
        ("x" * 6_000, "5,000 are allowed"),
        ("", "nothing in it"),
    ],
)
def test_what_cannot_be_set_says_why(latex, why):
    with pytest.raises(ValueError, match="|".join(map(re.escape, why.split("|")))):
        mathml(latex)


def test_a_mistake_names_file_and_line():
    message = failure("a\nb $x$ and\n$\\foo$\n\n$$\n\\bar\n$$")
    assert "index.md, line 3: the formula '\\foo' cannot be set" in message
    assert "index.md, line 5: " in message


def test_a_formula_without_an_end_is_an_error():
    assert "line 3: '$$' begins a formula, which has no end" in failure("a\n\n$$\nx\n\ny")


def test_facts_are_text_in_a_formula():
    given = synthetic.source("$n = {{ samples }}$ $$\\text{of {{ block10.i0c0.label }}}$$")
    given.bundle.manifest.labels[:] = ["</mtext><script>\\foo{"] * 6
    html = synthetic.render_essay(given).before
    assert "<mtext>3,000</mtext>" in html
    assert "&lt;/mtext&gt;&lt;script&gt;\\foo{</mtext>" in html


def test_an_unknown_fact_in_a_formula_says_what_braces_mean():
    message = failure("a\n\n$x^{{ab}}$")
    assert "line 3: unknown fact 'ab'" in message
    assert "write single braces for a group" in message


def test_what_is_wide_can_be_scrolled():
    assert 'class="formula-long"' in html_of("$" + "+".join("abcdefghijklmnopq") + "$")
    assert '<div class="formula" role="group" aria-label="Formula" tabindex="0">' in html_of(
        "$$x$$"
    )
