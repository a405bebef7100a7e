import re

import pytest

from topopress.config.visuals import Visuals
from topopress.core.errors import PageError
from topopress.kinds.pictures import ChannelPicture, ContrastPicture, NodePicture
from topopress.pages.essay.articles import read_built
from topopress.pages.essay.needs import needs_of
from unit.pages.synthetic import ESSAY, png, render_essay, settings, source, webp

NUMBER = '<span class="number">Figure 1.</span> '


def rendered(markdown, **more):
    return render_essay(source(markdown, **more))


def html_of(markdown, **more):
    essay = rendered(markdown, **more)
    return essay.before + essay.after


def failure(markdown, **more):
    with pytest.raises(PageError) as raised:
        rendered(markdown, **more)
    return str(raised.value)


def test_the_explorer_stands_where_the_essay_says():
    essay = rendered("a\n\n::: explorer\n\nb")
    assert essay.before == "<p>a</p>\n"
    assert essay.after == "<p>b</p>\n"


@pytest.mark.parametrize(
    ("markdown", "before"),
    [
        ("a\n\n## b\n\nc", "<p>a</p>\n"),
        ("## a\n\nb\n\n## c", '<h2 id="a">a</h2>\n<p>b</p>\n'),
        ("a", "<p>a</p>\n"),
        ("", ""),
    ],
)
def test_without_a_place_it_follows_the_first_section(markdown, before):
    assert rendered(markdown).before == before


def test_a_first_line_that_repeats_the_title_is_dropped():
    assert rendered("# Crops of photographs\n\na").before == "<p>a</p>\n"


def test_facts_are_those_of_the_graph():
    view = source().bundle.views[2]
    html = html_of("{{samples}}, {{ block10.nodes }}, *{{ block10.i0c0.members }}* and `{{ x }}`")
    assert f"3,000, {len(view.node_ids)}, <em>{view.sizes[0]}</em>" in html
    assert "<code>{{ x }}</code>" in html


def test_facts_in_headings_tables_links_and_captions():
    html = html_of(
        "## The {{ layers }} layers\n\n| a |\n| -- |\n| {{ layers }} |\n\n"
        "[{{ layers }}](method.html)\n\n![{{ layers }} pictures](p.png)",
        attachments={"p.png": png(2, 2)},
    )
    assert html.count("3") >= 4
    assert 'alt="3 pictures"' in html


def test_a_label_is_never_markup():
    given = source("{{ block10.i0c0.label }}")
    given.bundle.manifest.labels[:] = ["<script>alert(1)</script>"] * 6
    assert "&lt;script&gt;" in render_essay(given).before


@pytest.mark.parametrize(
    ("markdown", "line", "words"),
    [
        ("a\n\nb {{ sampels }}", 3, "did you mean 'samples'?"),
        ("a\nb\nc {{ block10.nope }}", 3, "A layer has: name"),
        ("{{ block9.nodes }}", 1, "did you mean 'block6'?|did you mean 'block3'?|Layers: block3"),
        ("{{ block10.i99c9.members }}", 1, "layer 'block10' has no node 'i99c9'"),
        ("{{ a.b.c.d }}", 1, "LAYER.NODE.FACT"),
        ("x\n\n[a](view:layer=nope)", 3, "there is no layer 'nope'"),
        ("[a](view:node=i0c0)", 1, "a view needs a layer"),
        ("[a](view:layer=block10&node=i77c0)", 1, "has no node 'i77c0'"),
        ("[a](view:layer=block10&label=cofee)", 1, "did you mean 'coffee'?"),
        ("[a](view:layer=block10&color=lens)", 1, "did you mean 'colour'?"),
        ("[a](view:layer=block10&colour=red)", 1, "must be one of lens"),
        ("[a](view:layer=block10&edges=2)", 1, "from 0 to 1"),
        ("[a](view:layer=block10&at=1,2)", 1, "copy the address"),
        ("[a](ftp://x.org/a)", 1, "Links start with"),
        ("[a](/about.html)", 1, "relative to the page"),
        ("# Title", 1, "first level"),
        ("::: explorers", 1, "did you mean 'explorer'?"),
        ("::: explorer\n\n::: explorer", 3, "the first is in line 1"),
        ("- a\n\n  ::: explorer", 3, "must not stand inside"),
        ("a ![b](node:layer=block10&node=i0c0) c", 1, "a paragraph of its own"),
        ("![b](node:layer=block10)", 1, "write node:layer=LAYER&node=NODE"),
        ("![b](photo.png)", 1, "there is no file 'photo.png'"),
        ("![b](https://x.org/a.png)", 1, "there is no picture"),
        ("![b](essay.pdf)", 1, "must end in"),
    ],
)
def test_mistakes_name_file_and_line(markdown, line, words):
    message = failure(markdown)
    assert message.startswith(f"content/photographs/index.md, line {line}: ")
    assert re.search("|".join(re.escape(word) for word in words.split("|")), message)


def test_a_contrast_of_two_nodes_is_a_figure():
    essay = rendered("![What sets it apart](node:layer=block10&node=i0c0&against=i1c0)")
    assert 'alt="What node i0c0 responds to and node i1c0 does not"' in essay.before
    assert any("i0c0-i1c0" in path for path in essay.files)
    made = '<div class="made">80 steps from noise, cosine 0.88, objective 12.3</div>'
    assert f"<figcaption>{NUMBER}What sets it apart{made}</figcaption>" in essay.before


def test_a_channel_is_a_figure():
    essay = rendered("![](channel:layer=block10&channel=07)")
    assert 'alt="What channel 7 of block10 responds to"' in essay.before
    assert 'href="#layer=block10"' in essay.before
    assert '<figcaption><div class="made">80 steps' in essay.before
    assert any("block10-channel-7" in path for path in essay.files)


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("layer=block99&channel=1", "there is no layer 'block99'"),
        ("layer=block10", "write channel:layer=LAYER&channel=NUMBER"),
        ("layer=block10&channel=1&channel=2", "write channel:layer=LAYER&channel=NUMBER"),
        ("layer=block10&node=i0c0&channel=1", "write channel:layer=LAYER&channel=NUMBER"),
        ("channel=1", "a view needs a layer"),
        ("layer=block10&channel=112", "no channel 112; block10 has 112 channels, counted from 0"),
        ("layer=block10&channel=-1", "a channel is a number, not '-1'"),
        ("layer=block10&channel=", "a channel is a number, not ''"),
    ],
)
def test_a_wrong_channel_says_why(address, why):
    assert why in failure(f"![b](channel:{address})")


@pytest.mark.parametrize(
    "address", ["node:layer=block10&node=i0c0&against=i1c0", "channel:layer=block10&channel=1"]
)
def test_optimised_pictures_that_are_switched_off_say_so_before_anything_is_made(address):
    without = settings().model_copy(
        update={"visuals": Visuals(feature_visualisation={"enabled": False})}
    )
    with pytest.raises(PageError, match=r"line 3: .*enabled is false"):
        rendered(f"a\n\n![b]({address})", settings=without)


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("node=i0c0&against=i99c0", "i99c0"),
        ("node=i0c0&against=i0c0", "lacks itself"),
        ("node=i0c0&against=i1c0&against=i2c0", "write node:layer=LAYER&node=NODE"),
    ],
)
def test_a_wrong_contrast_says_why(address, why):
    assert why in failure(f"![b](node:layer=block10&{address})")


def test_a_missing_node_picture_says_why():
    message = failure("![b](node:layer=block10&node=i0c0)", pictures={})
    assert "[visuals] makes none" in message


def test_an_essay_says_which_pictures_it_needs_each_once():
    given = source(
        "![](node:layer=block10&node=@s1)\n\n![](channel:layer=block3&channel=07)\n\n"
        "![](channel:layer=block3&channel=7)\n\n"
        "![](node:layer=block6&node=i0c0&against=i1c0)\n\n![a](p.png)",
        attachments={"p.png": png(2, 2)},
    )
    needs = needs_of(read_built([given]))["photographs"]
    assert needs == (
        NodePicture("block10", given.bundle.views[2].node_ids[1]),
        ChannelPicture("block3", 7),
        ContrastPicture("block6", "i0c0", "i1c0"),
    )
    assert needs[1].where == "content/photographs/index.md, line 3"


@pytest.mark.parametrize(
    ("sample", "why"), [("s0", "is in no node, but noise"), ("s9", "there is no sample 's9'")]
)
def test_a_sample_without_a_node_says_why(sample, why):
    assert why in failure(f"[a](view:layer=block10&node=@{sample})")


def test_a_broken_picture_is_named():
    message = failure("![b](a.png)", attachments={"a.png": b"not a picture"})
    assert "picture a.png cannot be read" in message


def test_a_node_figure_links_to_its_view_and_keeps_its_file():
    essay = rendered("![The *first*.](node:layer=block10&node=i0c0)")
    (path,) = essay.files
    assert re.fullmatch(r"figures/block10-i0c0\.[0-9a-f]{8}\.webp", path)
    assert essay.files[path] == webp(64, 32)
    assert f'<img src="{path}" alt="Node i0c0: ' in essay.before
    assert 'width="64" height="32"' in essay.before
    assert '<a class="view-link" href="#layer=block10&amp;node=i0c0">' in essay.before
    assert f"<figcaption>{NUMBER}The <em>first</em>.</figcaption>" in essay.before


def test_a_view_link_keeps_the_viewers_order_and_escapes():
    html = html_of("[a](<view:node=i0c0&layer=block10&colour=label&label=coffee>)")
    assert 'href="#layer=block10&amp;node=i0c0&amp;colour=label&amp;label=coffee"' in html


def test_outside_links_do_not_tell_where_they_come_from():
    html = html_of("[a](https://example.org/) [b](method.html) [c](#d)\n\n## d")
    assert '<a href="https://example.org/" rel="noopener noreferrer">' in html
    assert '<a href="method.html">' in html


def test_notes_stand_beside_the_block_that_calls_them_first():
    html = html_of("one[^a] two[^b] three[^a]\n\nfour[^b]\n\n[^a]: A *note*.\n\n[^b]: Another.")
    assert html.count('<aside class="note"') == 2
    assert html.index("note-2-ref") < html.index('id="note-1"') < html.index("four")
    assert "<em>note</em>" in html
    assert 'id="note-1-ref-2"' in html


def test_cells_are_aligned_without_style_attributes():
    html = html_of("| a | b |\n| :-- | --: |\n| 1 | 2 |")
    assert '<td class="align-right">2</td>' in html
    assert "style=" not in html


def test_headings_do_not_take_the_pages_own_ids():
    html = html_of("## Explorer\n\n## Content\n\n## Content\n\n## Größe & Form")
    assert re.findall(r'id="([^"]+)"', html) == [
        "explorer-section", "content-section", "content-section-1", "größe-form",
    ]  # fmt: skip


def test_typography():
    assert "“quoted” – it’s" in html_of('"quoted" -- it\'s')


def test_rendering_is_repeatable():
    assert rendered(ESSAY) == rendered(ESSAY)


@pytest.mark.parametrize(
    ("markdown", "line", "words"),
    [
        ("a\n\n[^b]: unused", 3, "no text calls the note [^b]"),
        ("a[^b]\n\n[^b]: one\n\n[^b]: two", 5, "a second text of the note [^b]; the first is in"),
        ("a\nb[^c]", 2, "there is no [^c]"),
        ("a\nb [c][d]", 2, "there is no [d]"),
        ("[a]\n\n[a]: method.html\n[a]: index.html", 4, "a second address of [a]"),
        ("| a | b |\n| - | - |\n| 1 | 2 | 3 |", 3, "a row of 3 cells in a table of 2 columns"),
        ("> | a |\n> | - |\n> | 1 |\n> | 1 | 2 |", 4, "a row of 2 cells in a table of 1 column"),
        ("| a | b |\n| - | - | - |\n| 1 | 2 |", 2, "has 3 columns, the line above it 2"),
        ("a\n\nb {{ open\n\nc", 3, "'{{' begins a fact"),
        ("a\x00b", 1, "the control character U+0000"),
        ("a\r\nb\x1b", 2, "the control character U+001B"),
        ("a [b]()", 1, "a link without an address"),
        ("a <bc:d>", 1, "write \\< for the sign"),
        ("a [b](javascript:c)", 1, "Links start with"),
        ("a\n[b](view:layer=block10&node=i0c0&node=i1c0)", 2, "'node' is there twice"),
        ("[b](view:layer=block10&sample=nope)", 1, "there is no sample 'nope'"),
    ],
)
def test_what_would_be_lost_silently_is_an_error(markdown, line, words):
    message = failure(markdown)
    assert message.startswith(f"content/photographs/index.md, line {line}: ")
    assert words in message


def test_all_mistakes_are_told_at_once_in_their_order():
    message = failure("{{ b }}\n\n# a\n\n[c](view:layer=d)\n\n{{ b }} {{ b }}")
    assert re.findall(r"line (\d+): ", message) == ["1", "3", "5", "7"]
    assert message.startswith("4 mistakes:\n  content/photographs/index.md, line 1: ")


def test_notes_within_notes_and_within_the_text_are_shown():
    html = html_of("a[^b] c^[of the *text*]\n\n[^b]: first[^d]\n\n[^d]: second")
    assert html.count('<aside class="note"') == 3
    assert "second" in html
    assert "of the <em>text</em>" in html


def test_a_mistake_in_a_note_of_the_text_has_its_line():
    assert "line 3: unknown fact 'x'" in failure("a\n\nb^[{{ x }}]")


@pytest.mark.parametrize(
    ("markdown", "part"),
    [
        ("a\x0cb\x0bc", "a b c"),
        ("## a\r\n\r\nb\rc", "<p>b\nc</p>"),
        ("a\n\n\ufeff## b", '<h2 id="b">'),
        ("[a](view:layer=block10&label=coffee)", "label=coffee"),
        ("[a](#layer=block10)", 'class="view-link" href="#layer=block10"'),
        ("[a](../other/#b)", 'href="../other/index.html#b"'),
        ("[a](mailto:a@b.example)", 'href="mailto:a@b.example"'),
        ("<https://example.org>", 'href="https://example.org"'),
    ],
)
def test_what_is_meant_is_shown(markdown, part):
    assert part in html_of(markdown)
