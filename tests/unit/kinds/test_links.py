"""Links among the pictures: used within the exploration's folder and where the settings allow."""

import os

import pytest

from small_pictures import fill, picture
from topopress.core.errors import DataError
from topopress.kinds.images.reading import inputs_digest, open_pictures
from topopress.kinds.images.settings import ImageFolder, ImageList


@pytest.fixture
def base(tmp_path):
    """An exploration's folder with one picture, a store of pictures in it and a cache beside it."""
    fill(tmp_path, ["first/d/cat/0.png", "first/store/1.png", "cache/2.png"])
    return tmp_path / "first"


def folder(**more):
    return ImageFolder(kind="images", folder="d", max_broken=0.9, **more)


def look(base, settings=None):
    return open_pictures(settings or folder(), base=base).survey(seed=0)


def link(base, name, target):
    path = base / "d" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.symlink_to(target)


def used(table):
    return [sample.origin for sample in sorted(table.samples, key=lambda s: s.origin)]


@pytest.mark.parametrize("target", ["../../store/1.png", "../cat/0.png", "ABSOLUTE", "TWICE"])
def test_links_within_the_exploration_are_used(base, target):
    if target == "TWICE":
        (base / "store/again.png").symlink_to("1.png")
        target = "../../store/again.png"
    link(base, "dog/1.png", base / "store/1.png" if target == "ABSOLUTE" else target)
    table = look(base)
    assert used(table) == ["cat/0.png", "dog/1.png"]
    sample = next(s for s in table.samples if s.origin == "dog/1.png")
    assert open_pictures(folder(), base=base).read(sample).shape == (8, 8, 3)


REFUSED = {
    "elsewhere": ("../../../cache/2.png", "data.links_to can allow the folder"),
    "system": ("/etc/passwd", "data.links_to can allow the folder"),
    "broken": ("nowhere.png", "a link to a file that is not there"),
    "loop": ("loop.png", "a link that cannot be followed"),
    "device": ("/dev/zero", "data.links_to can allow the folder"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_other_links_are_refused_named_and_counted(base, name):
    target, reason = REFUSED[name]
    link(base, f"dog/{name}.png", target)
    table = look(base)
    (skip,) = table.skipped
    assert skip.origin == f"dog/{name}.png"
    assert reason in skip.reason
    assert str(table.found) == "2 files in 'd': 1 used, 1 skipped"
    assert str(base) not in skip.reason


@pytest.mark.parametrize("place", ["../cache", "ABSOLUTE", ".."])
def test_a_setting_allows_other_places(base, place):
    link(base, "dog/2.png", "../../../cache/2.png")
    links_to = (str(base.parent / "cache") if place == "ABSOLUTE" else place,)
    assert used(look(base, folder(links_to=links_to))) == ["cat/0.png", "dog/2.png"]
    with pytest.raises(DataError, match=r"data\.links_to: there is no folder 'no'"):
        look(base, folder(links_to=("no",)))


def test_a_place_is_not_allowed_by_the_beginning_of_its_name(base):
    fill(base.parent, ["cache-of-others/3.png", "first-too/3.png"])
    link(base, "dog/2.png", "../../../cache-of-others/3.png")
    link(base, "dog/3.png", "../../../first-too/3.png")
    assert len(look(base, folder(links_to=("../cache",))).skipped) == 2


@pytest.mark.parametrize("target", ["../store", "ABSOLUTE"])
def test_links_to_folders_are_followed(base, target):
    link(base, "dog", base / "store" if target == "ABSOLUTE" else target)
    table = look(base)
    assert used(table) == ["cat/0.png", "dog/1.png"]
    assert table.labels == ("cat", "dog")
    assert all(open_pictures(folder(), base=base).read(s).any() for s in table.samples)


@pytest.mark.parametrize(
    ("target", "reason"),
    [
        ("cat", "a link to 'cat', whose files are used already"),
        (".", "a link to '.', whose files are used already"),
        ("..", "a link to a folder that the data folder lies in"),
        ("../../cache", "data.links_to can allow the folder"),
    ],
)
def test_no_folder_is_used_twice(base, target, reason):
    link(base, "more", target)
    (skip,) = look(base).skipped
    assert skip.origin == "more"
    assert reason in skip.reason


def test_links_that_lead_to_each_other_end(base):
    fill(base, ["store/a/3.png", "store/b/4.png"])
    (base / "store/a/more").symlink_to("../b")
    (base / "store/b/more").symlink_to("../a")
    (base / "store/a/up").symlink_to("..")
    link(base, "dog", "../store/a")
    table = look(base)
    assert len(table.samples) == 4
    assert len({os.path.basename(s.origin) for s in table.samples}) == 4  # noqa: PTH119


def test_the_digest_follows_what_a_link_leads_to(base):
    link(base, "dog/1.png", "../../store/1.png")
    digests = {inputs_digest(folder(), base=base)}
    (base / "store/1.png").write_bytes(picture(9))
    digests.add(inputs_digest(folder(), base=base))
    (base / "d/dog/1.png").unlink()
    digests.add(inputs_digest(folder(), base=base))
    link(base, "dog/1.png", "/etc/passwd")
    digests.add(inputs_digest(folder(), base=base))
    assert len(digests) == 4


def test_a_link_that_is_moved_under_way_is_noticed(base):
    link(base, "dog/1.png", "../../store/1.png")
    (sample,) = (s for s in look(base).samples if s.origin == "dog/1.png")
    source = open_pictures(folder(), base=base)
    (base / "d/dog/1.png").unlink()
    link(base, "dog/1.png", "../../../cache/2.png")
    with pytest.raises(DataError, match=r"dog/1\.png: a link out of .* run the build again"):
        source.read(sample)


@pytest.mark.parametrize("more", [{}, {"links_to": ("../cache",)}])
def test_links_in_a_list(base, more):
    link(base, "in.png", "../store/1.png")
    link(base, "out.png", "../../cache/2.png")
    link(base, "gone.png", "nowhere.png")
    link(base, "folder", "../../cache")
    text = "path\nd/cat/0.png\nd/in.png\nd/out.png\nd/folder/2.png\nd/gone.png\nd/folder\n"
    (base / "list.csv").write_text(text)
    table = look(base, ImageList(kind="list", file="list.csv", max_broken=0.9, **more))
    reasons = {skip.origin: skip.reason for skip in table.skipped}
    assert "line 6: a link to a file that is not there" in reasons["d/gone.png"]
    assert ("d/out.png" in reasons, "d/folder/2.png" in reasons) == (not more, not more)
    assert "d/folder" in reasons
    assert len(table.samples) + len(table.skipped) == 6
