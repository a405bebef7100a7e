from dataclasses import replace

from topopress.store.garbage import Collected
from topopress.store.store import Store


def produce(store, action, data):
    with store.produce(action) as outputs:
        outputs.write("own", data)
        outputs.write("shared", b"shared")
    return outputs.artifact


def test_the_last_used_of_each_kind_is_kept(tmp_path, action):
    old, new = (replace(action, params={"overlap": p}) for p in (0.3, 0.4))
    other = replace(action, item="another/layer")
    with Store(tmp_path / "store") as store:
        for number, each in enumerate((new, old, other)):
            produce(store, each, bytes([number]))
        store.find(new)
    with Store(tmp_path / "store") as store:
        collected = store.collect_garbage()
        assert (collected.actions, collected.objects) == (1, 1)
        assert collected.bytes > 100
        assert store.find(old) is None
        assert store.find(new).read("own") == b"\x00"
        assert store.find(other).read("shared") == b"shared"
        assert store.explain(old) == "overlap 0.4 -> 0.3"
        assert store.collect_garbage() == Collected(0, 0, 0)


def test_named_keys_are_kept(store, action):
    other = replace(action, stage="visuals")
    produce(store, action, b"1")
    produce(store, other, b"2")
    store.collect_garbage(keep=[other.key, "f" * 64])
    assert store.find(action) is None
    assert store.find(other).read("own") == b"2"
    store.collect_garbage(keep=())
    assert store.find(other) is None
    assert store.explain(other) == "first build"


def test_what_is_kept_without_being_looked_at_counts_as_used(tmp_path, action):
    other = replace(action, stage="visuals")
    with Store(tmp_path / "store") as store:
        keys = [produce(store, each, b"1").key for each in (action, other)]
    with Store(tmp_path / "store") as store:
        store.keep(keys[:1])
        assert store.used == {action.key}


def test_litter_and_quarantine_are_removed(store, tmp_path, action):
    artifact = produce(store, action, b"1")
    artifact.path("own").unlink()
    artifact.path("shared").chmod(0o644)
    artifact.path("shared").write_bytes(b"damaged")
    assert store.find(action) is None
    orphan = tmp_path / "store" / "objects" / "ab" / ("ab" * 32)
    orphan.parent.mkdir(exist_ok=True)
    orphan.write_bytes(b"of a killed build")
    assert len(list((tmp_path / "store" / "quarantine").iterdir())) == 1
    assert store.collect_garbage().objects == 1
    assert list((tmp_path / "store" / "quarantine").iterdir()) == []


def test_the_store_can_go_on_after_cleaning(store, action):
    produce(store, action, b"1")
    store.collect_garbage(keep=())
    produce(store, action, b"1")
    assert store.find(action).read("own") == b"1"
