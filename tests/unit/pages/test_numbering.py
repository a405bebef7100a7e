"""Numbers of figures, tables, equations and sections, and references to them."""

import re

import pytest

from topopress.config.references import ReferencesFile
from topopress.core.errors import PageError
from topopress.pages.citations.works import library_of
from unit.pages.synthetic import png, render_essay, settings, source

FILES = {"a.png": png(2, 2), "b.png": png(2, 2)}
TABLE = "| a | b |\n| -- | -- |\n| 1 | 2 |\n"


def html_of(markdown, **more):
    essay = render_essay(source(markdown, attachments=FILES, **more))
    return essay.before + essay.after


def failure(markdown):
    with pytest.raises(PageError) as raised:
        html_of(markdown)
    return str(raised.value)


def link(label, words):
    return f'<a class="cross-reference" href="#{label}">{words}</a>'


def test_figures_are_numbered_and_named_before_and_after_them():
    html = html_of(
        "@Fig:hub follows @fig:b; [see @fig:hub, left; @fig:b].\n\n![One](a.png)\n\n"
        "![*Two* @fig:hub](b.png){#fig:b}\n\n![](node:layer=block10&node=i0c0){#fig:hub}\n"
    )
    assert f"<p>{link('fig-hub', 'Figure 3')} follows {link('fig-b', 'Figure 2')}; see " in html
    assert f"{link('fig-hub', 'Figure 3')}, left, {link('fig-b', 'Figure 2')}.</p>" in html
    assert '<figure class="picture" id="figure-1">' in html
    assert f"Figure 2.</span> <em>Two</em> {link('fig-hub', 'Figure 3')}</figcaption>" in html
    assert 'alt="Two Figure 3"' in html
    assert re.search(r'<figure class="node-figure" id="fig-hub">.*Figure 3\.</span>', html)


def test_a_picture_without_caption_and_label_has_no_number():
    assert "Figure" not in html_of("![](node:layer=block10&node=i0c0)")


@pytest.mark.parametrize("between", ["", "\n"])
def test_a_table_has_its_caption_beneath_it(between):
    html = html_of(f"{TABLE}{between}: The *size* of {{{{ layers }}}}\nlayers {{#tab:x}}\n\n@tab:x")
    caption = (
        '<caption><span class="number">Table 1.</span> The <em>size</em> of 3\nlayers</caption>'
    )
    assert f'<table id="tab-x">\n{caption}' in html
    assert html.endswith(f"<p>{link('tab-x', 'Table 1')}</p>\n")
    assert html.count("<td>") == 2


def test_a_colon_that_begins_no_caption_is_text():
    html = html_of(f"{TABLE}\na\n\n: b\n\nc\n: d")
    assert "<p>: b</p>" in html
    assert "<p>c\n: d</p>" in html


@pytest.mark.parametrize(
    "formula",
    [
        "$$\na = {{ layers }}\n$$ {#eq:x}",
        "$$ a $$ {#eq:x}",
        "$$a$${#eq:x}",
        "\\[\na^2\n\\] {#eq:x}",
        "\\begin{align}\na &= b\n\\end{align} {#eq:x}",
        "- $$\n  a\n  $$ {#eq:x}",
        "text $$a$$ {#eq:x} text",
        "text\n$$\na\n$$ {#eq:x}\ntext",
    ],
)
def test_an_equation_has_a_number_if_it_has_a_label(formula):
    html = html_of(f"$$ b $$\n\n@eq:x\n\n{formula}\n\n$$ c $$ {{#eq:y}}\n\n@eq:y")
    assert link("eq-x", "Equation 1") in html
    assert link("eq-y", "Equation 2") in html
    assert re.search(r'<(div|span) class="equation" id="eq-x">', html)
    assert '<span class="equation-number">(1)</span>' in html
    assert html.count("equation-number") == 2
    assert "{#" not in html


def test_a_section_is_named_by_its_title_or_its_number():
    essay = "@sec:hub\n\n## A\n\n### B\n\n## {{ layers }} *hubs* {#sec:hub}\n\n### C {#sec:c}"
    essay += "\n\n@sec:c"
    assert link("hubs", "Section “3 hubs”") in html_of(essay)
    numbered = html_of(essay, settings=settings().model_copy(update={"number_sections": True}))
    assert '<h2 id="hubs"><span class="number">2</span> 3 <em>hubs</em></h2>' in numbered
    assert link("c", "Section 2.1") in numbered
    assert '<span class="number">1.1</span> B</h3>' in numbered


def test_lists_of_figures_and_tables():
    html = html_of(f"::: figures\n\n::: tables\n\n![A *b*](a.png){{#fig:a}}\n\n{TABLE}: C\n")
    assert '<nav class="figure-list" aria-label="Figures"><ul>' in html
    assert '<li><a href="#fig-a">Figure 1</a> A b</li>' in html
    assert '<li><a href="#table-1">Table 1</a> C</li>' in html


def test_a_sentence_of_a_citation_holds_the_words_of_a_reference():
    file = ReferencesFile("content/references.bib", "@misc{a, title = {T}}")
    essay = render_essay(
        source(
            "As @fig:a shows [@a], b.\n\n![A](a.png){#fig:a}", attachments=FILES, references=file
        )
    )
    assert essay.citations[0].before == "As Figure 1 shows "


def test_headings_leave_the_ids_of_figures_free():
    html = html_of("## Figure 1\n\n## fig-a\n\n![A](a.png)\n\n![A](a.png){#fig:a}")
    assert re.findall(r'id="([^"]*)"', html) == [
        "figure-1-section",
        "fig-a-section",
        "figure-1",
        "fig-a",
    ]


def test_a_link_to_a_label_is_a_place_of_the_page():
    assert '<a href="#fig-a">' in html_of("[a](#fig-a)\n\n![A](a.png){#fig:a}")


@pytest.mark.parametrize(
    ("markdown", "line", "words"),
    [
        (
            "a\nb @fig:hob\n\n![A](a.png){#fig:hub}",
            2,
            "no label 'fig:hob'; did you mean 'fig:hub'?",
        ),
        ("@tab:hub\n\n![A](a.png){#fig:hub}", 1, "did you mean 'fig:hub'?"),
        ("@fig:a", 1, "The essay has none; write {#fig:name} behind what it names"),
        (
            "![A](a.png){#fig:a}\n\n![A](b.png){#fig:a}",
            3,
            "second label 'fig:a'; the first is in line 1",
        ),
        ("![A](a.png){#tab:a}", 1, "a label of a figure is written {#fig:name}"),
        ("![A](a.png){#hub}", 1, "a label of a figure is written {#fig:name}"),
        (f"{TABLE}: A {{#fig:a}}", 4, "a label of a table is written {#tab:name}"),
        ("$$ a $$ {#norm}", 1, "a label of a formula is written {#eq:name}"),
        ("## A {#a}", 1, "a label of a heading is written {#sec:name}"),
        ("![A](a.png){#fig:a.b}", 1, "letters, digits, '-' and '_'"),
        ("a {#fig:a}", 1, "stands behind nothing that can have one"),
        ("a\n\n- b\n  $a$ {#eq:a}", 4, "stands behind nothing that can have one"),
        ("[@fig:a; @someone]\n\n![A](a.png){#fig:a}", 1, "works and labels in one pair"),
        ('[@fig:a]{evidence="layers"}\n\n![A](a.png){#fig:a}', 1, "a label has no evidence"),
        ("@fig-a\n\n![A](a.png){#fig:a}", 1, "is written @fig:a, with a colon"),
        ("$$ a \\label{eq:a} $$", 1, "write {#eq:name} behind the end"),
        ("::: figures", 1, "the essay has no figure with a caption"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(markdown, line, words):
    message = failure(markdown)
    assert any(
        f"index.md, line {line}: " in one and words in one for one in message.splitlines()
    ), message


def test_a_work_with_the_key_of_a_label_is_left_out():
    text = "@misc{fig:a, title = {T}}\n@misc{Claim:b, title = {T}}\n@misc{figs:c, title = {T}}"
    library = library_of(ReferencesFile("content/references.bib", text))
    assert list(library.works) == ["figs:c"]
    assert (
        "starts with 'fig:', as the labels of essays do; give it another key" in library.left_out[0]
    )


def test_braces_that_are_no_label_stay_text():
    assert html_of("a {#b} `{#fig:c}`") == "<p>a {#b} <code>{#fig:c}</code></p>\n"
