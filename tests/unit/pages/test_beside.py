"""Files beside an essay: those that it names are published, and nothing else is read."""

import os
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

import pytest

from topopress.core.errors import PageError
from topopress.pages.essay import beside
from topopress.pages.essay.articles import read_planned
from topopress.pages.site.check import check_site
from topopress.pages.site.check_texts import text_mistakes
from topopress.pages.site.render import render_site
from topopress.store.publish import publish, verify_site
from unit.pages import synthetic


@dataclass
class Planned:
    essay: str
    folder: Path
    name: str = "photographs"
    essay_path: str = "content/photographs/index.md"
    settings: object = field(default_factory=synthetic.settings)
    references: None = None
    path: str = "photographs"
    own: str = "photographs"
    draws_on: None = None


def read_attachments(planned, folder):
    context = read_planned([planned], {"photographs": planned.settings}, {})["photographs"]
    files = beside.read_files(context, beside.files_below(folder))
    context.require_no_mistake()
    return files


@pytest.fixture
def folder(tmp_path):
    for name in ("paper.pdf", "data.csv", "a b.txt", "größe.py", "tables/all.csv", "index.html"):
        file = tmp_path / name
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(name.encode())
    (tmp_path / "p.png").write_bytes(synthetic.png(3, 2))
    return tmp_path


def refusal(essay, folder):
    return "\n".join(
        text_mistakes(
            [Planned(essay, folder)],
            {"photographs": synthetic.settings()},
            {},
            folder / "templates",
        )
    )


@pytest.mark.parametrize(
    ("link", "path"),
    [
        ("[a](paper.pdf)", "paper.pdf"),
        ("[a](./paper.pdf#page=2)", "paper.pdf"),
        ("[a](a%20b.txt)", "a b.txt"),
        ("[a](<a b.txt>)", "a b.txt"),
        ("[a](größe.py)", "größe.py"),
        ("[a](gr%C3%B6%C3%9Fe.py)", "größe.py"),
        ("[a](gro\u0308ße.py)", "gro\u0308ße.py"),
        ("[a](tables/all.csv)", "tables/all.csv"),
        ("[a](tables/../data.csv)", "data.csv"),
        ('[a][r]\n\n[r]: paper.pdf "its title"', "paper.pdf"),
        ("a[^1]\n\n[^1]: [b](paper.pdf)", "paper.pdf"),
    ],
)
def test_a_linked_file_is_published_where_the_link_leads(folder, link, path):
    planned = Planned(link, folder)
    assert refusal(link, folder) == ""
    attachments = read_attachments(planned, folder)
    assert list(attachments) == [path]
    files = render_site(
        synthetic.SITE,
        [synthetic.source(link, attachments=attachments)],
        assets=synthetic.ASSETS,
    )
    assert files[f"photographs/{path}"] == attachments[path]
    assert check_site(files) == []


def test_only_what_the_essay_names_is_read(folder, monkeypatch):
    read = []
    original = Path.read_bytes
    monkeypatch.setattr(Path, "read_bytes", lambda self: read.append(self.name) or original(self))
    essay = "[a](paper.pdf) [b](https://example.org/data.csv) `data.csv`\n\n![A picture.](p.png)"
    assert list(read_attachments(Planned(essay, folder), folder)) == ["paper.pdf", "p.png"]
    assert read == ["paper.pdf", "p.png"]


@pytest.mark.parametrize(
    ("link", "why"),
    [
        ("[a](papr.pdf)", "there is no file 'papr.pdf'; did you mean 'paper.pdf'?"),
        ("[a](tables/al.csv)", "there is no file 'tables/al.csv'; did you mean 'all.csv'?"),
        ("[a](tables)", "is a folder"),
        ("[a](tables/)", "leads to a folder"),
        ("[a](index.html)", "the site itself has a page of this name"),
        (
            "[a](data/x.csv)",
            "must not lie in anomaly-sheets, classes, data, figures, images, layers and",
        ),
        ("[a](page.html)", "pages and styles of your own"),
        ("[a](../site.toml)", "leads out of the essay's folder"),
        ("[a](%2e%2e/site.toml)", "leads out of the essay's folder"),
        ("[a](tables/../../../x)", "leads out of the essay's folder"),
        ("[a](%2Fetc/passwd)", "relative to the page"),
        ("[a](tables%5Call.csv)", "with / between folders"),
        ("![a](../p.png)", "lies outside of the essay's folder"),
        ("![a](paper.pdf)", "must end in .webp"),
        ("![](p.png)", "has no text"),
        ("![a](no.png)", "it is no WebP, PNG, JPEG or GIF file"),
        ("[a](link.pdf)", "is a symbolic link"),
        ("[a](linked/all.csv)", "is a symbolic link"),
        ("[a](pipe)", "no ordinary file"),
        ("[a](large.bin)", "60,000,000 bytes; 50,000,000 are allowed"),
        ("[a](Paper.PDF) [b](paper.pdf)", "there is no file 'Paper.PDF'"),
        ("[a](www.example.org/x)", "write https://www.example.org/x"),
        ("[a](PAGE.HTML)", "pages and styles of your own"),
        ("[a](A.txt) [b](a.txt)", "by upper and lower case alone"),
    ],
)
def test_what_cannot_be_published_says_why(folder, link, why):
    (folder / "no.png").write_text("no picture")
    (folder / "page.html").write_text("<p>")
    for name in ("a.txt", "A.txt"):
        (folder / name).write_text(name)
    (folder / "link.pdf").symlink_to(folder / "paper.pdf")
    (folder / "linked").symlink_to(folder / "tables")
    os.mkfifo(folder / "pipe")
    with (folder / "large.bin").open("wb") as file:
        file.truncate(60_000_000)
    message = refusal(f"a\n\n{link}", folder)
    assert message.startswith("content/photographs/index.md, line 3: ")
    assert why in message
    assert message.count("\n") == 0


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("con.csv", "not like 'con'"),
        ("AUX", "not like 'con'"),
        ("a?b.csv", "can store 'a?b.csv'"),
        ("12:30.csv", "can store '12:30.csv'"),
        ("a|b.csv", "rename it"),
        ("x.", "no space or dot at their ends"),
        ("what now? /a.csv", "can store 'what now? '"),
        (f"{'ü' * 100}.csv", "has 204 bytes; 188 are allowed"),
    ],
)
def test_a_name_that_cannot_be_published_is_known_before_work(folder, name, why):
    (folder / name).parent.mkdir(exist_ok=True)
    (folder / name).write_bytes(b"x")
    message = refusal(f"a\n\n[a](<{quote(name)}>)", folder)
    assert message.startswith("content/photographs/index.md, line 3: ")
    assert why in message


@pytest.mark.parametrize(
    "name",
    ["My Slides.PDF", "Ärzte.pdf", "100%.csv", "a#b.csv", "a&b.csv", "it's (1).csv", "東京 é.csv"],
)
def test_a_file_of_any_ordinary_name_is_published(folder, tmp_path, name):
    (folder / name).write_bytes(b"x")
    planned = Planned(f"[a](<{quote(name)}>)", folder)
    attachments = read_attachments(planned, folder)
    source = synthetic.source(planned.essay, attachments=attachments)
    files = render_site(synthetic.SITE, [source], assets=synthetic.ASSETS)
    assert check_site(files) == []
    publish(files, tmp_path / "public", durable=False)
    assert (tmp_path / "public/photographs" / name).read_bytes() == b"x"
    assert verify_site(tmp_path / "public") == []


@pytest.mark.parametrize("name", ["con.png", "my picture.png", f"{'long ' * 40}.png", "東京.png"])
def test_a_picture_of_any_name_is_published(folder, tmp_path, name):
    (folder / name).write_bytes(synthetic.png(3, 2))
    planned = Planned(f"![a](<{quote(name)}>)", folder)
    source = synthetic.source(planned.essay, attachments=read_attachments(planned, folder))
    files = render_site(synthetic.SITE, [source], assets=synthetic.ASSETS)
    publish(files, tmp_path / "public", durable=False)
    assert verify_site(tmp_path / "public") == []


def test_a_picture_may_lie_where_the_site_writes(folder):
    (folder / "images").mkdir()
    (folder / "images/p.png").write_bytes(synthetic.png(3, 2))
    essay = "![A picture.](images/p.png)"
    assert refusal(essay, folder) == ""
    assert list(read_attachments(Planned(essay, folder), folder)) == ["images/p.png"]


def test_a_build_of_its_own_refuses_as_well(folder):
    with pytest.raises(PageError, match=r"index\.md, line 1: there is no file 'nope\.csv'"):
        read_attachments(Planned("[a](nope.csv)", folder), folder)


def test_the_limit_is_documented():
    guide = (Path(__file__).parents[3] / "docs/writing.md").read_text("utf-8")
    assert f"{beside.MOST_BYTES // 1_000_000} MB at most" in guide
