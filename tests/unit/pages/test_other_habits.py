"""Habits of other Markdown: comments, brackets of LaTeX, embeds, addresses with spaces."""

import pytest

from topopress.core.errors import PageError
from unit.pages import synthetic


def html_of(markdown):
    essay = synthetic.render_essay(synthetic.source(markdown))
    return essay.before + essay.after


def failure(markdown):
    with pytest.raises(PageError) as raised:
        html_of(markdown)
    return str(raised.value)


@pytest.mark.parametrize(
    "text",
    [
        "a <!-- secret --> b",
        "a\n<!-- secret\n\n# secret\n\n- secret -->\nb",
        "a\n\n<!-- secret -->\n\nb",
        "> a\n> <!-- secret\n> secret -->\n> b",
        "- a\n  <!-- secret\n\n  secret -->\n- b",
        "a <!-- secret\nsecret --> b",
        "| a |\n| -- |\n| b <!-- secret --> |",
        "## a <!-- secret -->\n\nb",
        "a[^1] b\n\n[^1]: c <!-- secret -->",
        "<!-- {{ secret }} [secret] $\\secret$ -->\na b",
    ],
)
def test_no_reader_sees_a_comment(text):
    html = html_of(text)
    assert "secret" not in html
    assert "--" not in html
    assert "a" in html
    assert "b" in html


@pytest.mark.parametrize(
    "text", ["`<!-- a -->`", "```\n<!-- a -->\n```", "    <!-- a -->", "\\<!-- a"]
)
def test_comments_in_code_are_shown(text):
    assert "&lt;!" in html_of(text)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a\n\nb <!-- c\n\nd", 3),
        ("<!-- a", 1),
        ("<!-- a\n\nb --> text that would be lost", 1),
        ("- <!-- a\n\nb -->", 1),
    ],
)
def test_a_comment_without_an_end_is_named(text, line):
    assert f"line {line}: '<!--' begins a comment" in failure(text)


@pytest.mark.parametrize(
    "text",
    [
        "\\(x^2\\)",
        "the \\(n\\) here",
        "of \\[y = \\frac{1}{2}\\] here",
        "\\[\na\n+ b = c\n\\]",
        "para\n\\[\nx_1\n\\]\nmore",
        "\\begin{equation}\nx\n\\end{equation}",
        "\\begin{align*}\na &= b \\nonumber \\\\\n- c\n\\end{align*}",
        "> \\[\n> q_1\n> \\]",
        "- \\[z^2\\]",
        "$`x^2`$",
        "$\\arg\\max_x f$",
    ],
)
def test_formulas_in_brackets_of_latex_are_set(text):
    html = html_of(text)
    assert html.count("<math") == 1
    assert "\\)" not in html
    assert "<li>b" not in html


@pytest.mark.parametrize(
    "text",
    [
        "\\(see below\\)",
        "\\[1\\] and \\[^0-9\\]",
        "\\[snake_case\\]",
        "\\(snake_case\\)",
        "\\[a, b\\]",
        "`\\(x^2\\)`",
        "\\[TODO: write this = that\\]",
        "\\[x](y) and \\[",
    ],
)
def test_escaped_brackets_stay_brackets(text):
    assert "<math" not in html_of(text)


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("[slides](My Slides.pdf)", "(<My Slides.pdf>)"),
        ("![p](my pic.png)", "(<my pic.png>)"),
        ("[a](it's (1).csv)", "(<it's (1).csv>)"),
        ("[a](some folder/)", "angle brackets"),
        ("[a](#a heading)", "angle brackets"),
        ("![p](p.png =300x200)", "sizes cannot be given"),
        ("![[p.png]]", "write ![what it shows](p.png)"),
        ("![[my p.png|300]]", "(<my p.png>)"),
        ("a\n![[p.png]]", "line 2"),
        ("![p](p.png){width=50%}", "sizes in braces cannot be given"),
        ("{{< video a.mp4 >}}", "write \\{{, and leave out"),
        ("{{% notice %}}", "is no fact"),
        ("{{#include a.md}}", "is no fact"),
    ],
)
def test_what_was_meant_as_a_link_is_not_left_as_text(text, part):
    assert part in failure(text)


@pytest.mark.parametrize(
    "text",
    [
        "the interval [0, 1](closed on both sides)",
        "f[x](y z)",
        "[a] (b c.pdf)",
        "[[Note]] and [[Note|alias]]",
        "`[a](b c.pdf)`",
        "\\[a](b c.pdf)",
        "a[i][j] and Array[0][1][2]",
    ],
)
def test_brackets_of_a_text_stay(text):
    assert "[" in html_of(text)
