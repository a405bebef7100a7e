"""A damaged file in the store is found, named, put into quarantine and computed again."""

import logging
import random
import shutil

import pytest

from reliability.disks import QuickDisk
from reliability.tiny_build import TinyBuild, site_digest, start
from topopress.store import objects


def flip(data, rng):
    data[rng.randrange(len(data))] ^= 1 << rng.randrange(8)


def truncate(data, rng):
    del data[rng.randrange(len(data)) :]


def lengthen(data, rng):
    data += rng.randbytes(5)


def zero(data, rng):
    data[:] = bytes(len(data))


def garble(data, rng):
    data[:] = rng.randbytes(len(data))


DAMAGE = [flip, truncate, lengthen, zero, garble]


@pytest.fixture(scope="module")
def finished(tmp_path_factory):
    project = start(tmp_path_factory.mktemp("finished") / "project")
    TinyBuild(project, version=1, disk=QuickDisk()).run()
    return project


def files_of(project):
    """Records, blobs and the cache of hashes; a damaged layout file is refused, not repaired."""
    store = project / "store"
    found = [*store.glob("actions/*/*"), *store.glob("objects/*/*"), store / "stat.json"]
    assert len(found) == 8
    return sorted(found)


def rebuilt(project, copy):
    shutil.copytree(project, copy)
    shutil.rmtree(copy / "public")
    return TinyBuild(copy, version=1, disk=QuickDisk())


@pytest.mark.parametrize("damage", DAMAGE)
def test_every_kind_of_damage_to_every_file(finished, tmp_path, caplog, damage):
    rng = random.Random(damage.__name__)
    for case in range(2):
        for number, path in enumerate(files_of(finished)):
            caplog.clear()
            build = rebuilt(finished, tmp_path / f"{case}-{number}")
            victim = build.folder / path.relative_to(finished)
            data = bytearray(victim.read_bytes())
            victim.chmod(0o644)
            damage(data, rng)
            victim.write_bytes(data)
            build.run()
            assert site_digest(build.out) == site_digest(finished / "public")
            assert build.made <= 1
            assert [str(victim) in record.getMessage() for record in caplog.records] == [True]
            assert caplog.records[0].levelno == logging.WARNING
            aside = [p.name for p in (build.folder / "store/quarantine").iterdir()]
            assert [name.split("-")[0] for name in aside] == [victim.name]


def test_a_deleted_file_is_computed_again(finished, tmp_path):
    for number, path in enumerate(files_of(finished)):
        build = rebuilt(finished, tmp_path / str(number))
        (build.folder / path.relative_to(finished)).unlink()
        build.run()
        assert site_digest(build.out) == site_digest(finished / "public")
        assert build.made == (path.name != "stat.json")


def test_large_blobs_are_noticed_too(finished, tmp_path, monkeypatch):
    monkeypatch.setattr(objects, "LARGE", 1)
    build = rebuilt(finished, tmp_path / "large")
    build.run()  # remembers the stat entries of the blobs
    assert build.found == 3
    for blob in build.folder.glob("store/objects/*/*"):
        status = blob.stat()
        blob.chmod(0o644)
        blob.write_bytes(bytes(len(blob.read_bytes())))
        assert blob.stat().st_size == status.st_size
    again = TinyBuild(build.folder, version=1, disk=QuickDisk())
    again.run()
    assert again.made == 3
    assert site_digest(again.out) == site_digest(finished / "public")


def test_a_record_that_points_elsewhere_is_refused(finished, tmp_path, caplog):
    """A record is bound to its key: one renamed over another is damage, not an answer."""
    build = rebuilt(finished, tmp_path / "swapped")
    first, second = sorted(build.folder.glob("store/actions/*/*"))[:2]
    shutil.copy(first, second)
    build.run()
    assert site_digest(build.out) == site_digest(finished / "public")
    assert "damaged action record" in caplog.text
