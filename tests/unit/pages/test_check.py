import pytest

from topopress.pages.site.check import check_site
from topopress.pages.site.render import render_site
from unit.pages import synthetic


@pytest.fixture(scope="module")
def site():
    return render_site(synthetic.SITE, [synthetic.source()], assets=synthetic.ASSETS)


def changed(site, path, old, new):
    assert old in site[path]
    return {**site, path: site[path].replace(old, new)}


def texts(files):
    return list(map(str, check_site(files)))


def test_a_sound_site_has_no_problems(site):
    assert check_site(site) == []


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        (b'<html lang="en" dir="ltr">', b"<html>", "no lang"),
        (b"<title>Crops", b"<title></title><i>Crops", "no <title>"),
        (b'<meta name="description"', b'<meta name="x"', "no description"),
        (b"<h1>", b"<h1></h1><h1>", "2 <h1>"),
        (b"<main", b"<div", "no <main>"),
        (b'http-equiv="Content-Security-Policy"', b'name="x"', "no Content-Security-Policy"),
        (b"default-src &#39;none&#39;", b"default-src *", "does not start from"),
        (b"<head>", b"<head><link rel=stylesheet href=data:,>", "should govern"),
        (b"</main>", b"<p id=explorer></main>", "'explorer' is repeated"),
        (b"</main>", b"<p style='a:b'></main>", "has style"),
        (b"</main>", b"<p onclick=x></main>", "has onclick"),
        (b"</main>", b"<script>1</script></main>", "inline script"),
        (b"</main>", b"<script type=module src=index.html></script></main>", "module"),
        (b"</main>", b"<style>b{}</style></main>", "<style>"),
        (b"</main>", b"<img src=index.html></main>", "no alt"),
        (b"</main>", b"<img alt=a src=https://x.org/a.png></main>", "from elsewhere"),
        (b"</main>", b"<img alt=a src=//x.org/a.png></main>", "from elsewhere"),
        (b"</main>", b"<img alt=a srcset='a.png 2x, data:, 1x'></main>", "'a.png' leads nowhere"),
        (b"</main>", b"<iframe></iframe></main>", "<iframe>"),
        (b"</main>", b"<a href=nope.html>x</a></main>", "'nope.html' leads nowhere"),
        (b"</main>", b"<a href=layers/>x</a></main>", "leads nowhere"),
        (b"</main>", b"<a href=../photographs/>x</a></main>", "photographs/index.html in full"),
        (b"</main>", b"<a href=/index.html>x</a></main>", "host's root"),
        (b"</main>", b"<a href=../../index.html>x</a></main>", "leads nowhere"),
        (b"</main>", b"<a href=#nope>x</a></main>", "no such place"),
        (b"</main>", b"<a href=method.html#layer=a>x</a></main>", "no such place"),
        (b"</main>", b"<a href=javascript:1>x</a></main>", "not a link to a page"),
        (b'"samples":"data/samples', b'"samples":"data/nope', "data/nope"),
        (b'"look":"data/block3', b'"look":"data/nope', "data/nope"),
        (b'"samples_look":"data/thumb', b'"samples_look":"data/nope', "data/nope"),
        (b'{"schema_version"', b'{schema_version"', "not JSON"),
    ],
)  # fmt: skip
def test_each_problem_is_found(site, old, new, problem):
    found = texts(changed(site, "photographs/index.html", old, new))
    assert [line for line in found if problem in line], found
    assert all(line.startswith("photographs/index.html: ") for line in found)


def test_every_sheet_that_a_chunk_names_is_there(site):
    path = "photographs/images/block3-images.0a1b2c3d.webp"
    found = texts({name: content for name, content in site.items() if name != path})
    assert "images/block3-images.0a1b2c3d.webp" in found[0]


def test_problems_outside_pages(site):
    style = next(path for path in site if path.endswith(".css"))
    found = texts({**site, style: b"@import 'https://x.org/a.css'; b{background:url(no.png)}"})
    assert found == [
        f"{style}: 'https://x.org/a.css' is loaded from elsewhere",
        f"{style}: 'no.png' leads nowhere",
    ]
    assert "upper and lower case" in texts({**site, "INDEX.html": site["index.html"]})[0]
    without = {path: content for path, content in site.items() if path != "index.html"}
    assert "index.html: is missing" in texts(without)
    assert "any depth" in texts(changed(site, "404.html", b"https://example.org/", b"a"))[0]
