"""A picture whose decoder ends the process is named, and the pictures after it are decoded."""

import io
import os
import subprocess
import sys
import threading

import numpy as np
import pytest
from PIL import Image

from small_pictures import fill
from topopress.kinds.images import decoder_process
from topopress.kinds.images.decoder_process import check, read_checked
from topopress.kinds.images.decoding import UnreadablePicture, read_picture
from topopress.kinds.images.reading import open_pictures
from topopress.kinds.images.settings import ImageFolder

# Python runs it at the start of every process that has its folder on PYTHONPATH.
SPOILT = """
import os, sys, time
import PIL.Image
opened = PIL.Image.open

def spoilt(file, **options):
    text = file.getvalue()
    if b"SEGV" in text:
        import ctypes
        ctypes.string_at(0)
    if b"ABRT" in text:
        os.abort()
    if b"EXIT" in text:
        os._exit(7)
    if b"SLOW" in text:
        time.sleep(600)
    if b"MISTAKE" in text:
        raise UnboundLocalError("of ours")
    return opened(file, **options)

PIL.Image.open = spoilt
"""


@pytest.fixture
def crashing(tmp_path, monkeypatch):
    """A process whose decoder does what a picture's bytes say; this one has the real decoder."""
    folder = tmp_path / "start"
    folder.mkdir()
    (folder / "sitecustomize.py").write_text(SPOILT)
    monkeypatch.setenv("PYTHONPATH", str(folder), prepend=os.pathsep)
    decoder_process._checker.cache_clear()
    checker = decoder_process._checker(os.getpid())
    yield checker
    checker.close()
    decoder_process._checker.cache_clear()


def picture(told: bytes = b"") -> bytes:
    """Return a PNG with some bytes behind its end, which decoders ignore."""
    file = io.BytesIO()
    Image.fromarray(np.zeros((8, 8, 3), np.uint8)).save(file, "PNG")
    return file.getvalue() + told


@pytest.mark.parametrize(
    ("told", "reason"),
    {b"SEGV": "its decoder crashes (SIGSEGV)", b"ABRT": "its decoder crashes (SIGABRT)",
     b"EXIT": "its decoder crashes (exit code 7)"}.items(),
)  # fmt: skip
def test_a_crash_is_a_reason_and_the_next_picture_is_decoded(crashing, told, reason):
    check(picture(), 3)
    for _ in range(2):
        with pytest.raises(UnreadablePicture) as caught:
            check(picture(told), 3)
        assert str(caught.value) == reason
    check(picture(), 3)


def test_a_survey_goes_on_after_a_crash(crashing, tmp_path):
    names = [f"{kind}/{k}.png" for kind in ("cat", "dog") for k in range(4)]
    fill(tmp_path / "pictures", names)
    for name, told in (("cat/2.png", b"SEGV"), ("dog/0.png", b"ABRT")):
        with (tmp_path / "pictures" / name).open("ab") as file:
            file.write(told)
    settings = ImageFolder(kind="images", folder="pictures", max_broken=0.5)
    found = open_pictures(settings, base=tmp_path).survey(seed=0)
    assert [(skip.origin, skip.reason) for skip in found.skipped] == [
        ("cat/2.png", "its decoder crashes (SIGSEGV)"),
        ("dog/0.png", "its decoder crashes (SIGABRT)"),
    ]
    assert len(found.samples) == 6


def test_a_picture_that_takes_too_long_is_given_up(crashing, monkeypatch):
    check(picture(), 3)
    monkeypatch.setattr(decoder_process, "LONGEST", 0.2)
    with pytest.raises(UnreadablePicture, match="longer than 0 seconds"):
        check(picture(b"SLOW"), 3)
    monkeypatch.undo()
    check(picture(), 3)


def test_a_mistake_of_ours_is_no_reason(crashing):
    with pytest.raises(RuntimeError, match=r"UnboundLocalError: of ours"):
        check(picture(b"MISTAKE"), 3)


def test_what_is_refused_is_refused_as_in_this_process(tmp_path):
    good, bad = tmp_path / "good.png", tmp_path / "bad.png"
    good.write_bytes(picture())
    bad.write_bytes(picture()[:40])
    assert read_checked(good, 3) == read_picture(good)[0]
    with pytest.raises(UnreadablePicture) as here:
        read_picture(bad)
    with pytest.raises(UnreadablePicture) as there:
        read_checked(bad, 3)
    assert str(here.value) == str(there.value)


def test_several_threads_share_the_process(tmp_path):
    reasons: list[str] = []

    def look(content: bytes) -> None:
        try:
            check(content, 3)
        except UnreadablePicture as error:
            reasons.append(str(error))

    threads = [threading.Thread(target=look, args=(picture()[: 30 + k],)) for k in range(8)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert len(reasons) == 8


def test_the_process_ends_with_its_parent():
    program = (
        "import os, sys\n"
        "from topopress.kinds.images.decoder_process import _checker, check\n"
        f"check({picture()!r}, 3)\n"
        "print(_checker(os.getpid())._process.pid, flush=True)\n"
        "os._exit(0)\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    pid = int(done.stdout)
    for _ in range(200):
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return
        if b"Z" in _state(pid):
            return
        threading.Event().wait(0.05)
    pytest.fail("it is still there")


def _state(pid: int) -> bytes:
    try:
        with open(f"/proc/{pid}/stat", "rb") as file:  # noqa: PTH123
            return file.read().rpartition(b")")[2].split()[0]
    except OSError:
        return b"Z"
