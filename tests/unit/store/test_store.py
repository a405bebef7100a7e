import logging
import threading

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from topopress.core.errors import StoreError
from topopress.store.actions import Action
from topopress.store.store import Store


def produce(store, action, **outputs):
    with store.produce(action) as written:
        for name, data in outputs.items():
            written.write(name, data)
    return written.artifact


def files_below(folder):
    return sorted(path for path in folder.rglob("*") if path.is_file())


def test_what_was_produced_is_found_by_another_build(tmp_path, action):
    with Store(tmp_path / "store") as store:
        assert store.find(action) is None
        with store.produce(action) as outputs:
            outputs.write("page.html", b"<p>")
            outputs.write_json("graph.json", {"nodes": [1, 2.5, "é"]})
            outputs.write_array("lens", np.arange(3.0))
            vectors = outputs.open_array("vectors", (4, 2), np.float32)
            vectors[:] = 7
    with Store(tmp_path / "store") as store:
        artifact = store.find(action)
        assert artifact.names == ("graph.json", "lens", "page.html", "vectors")
        assert artifact.read("page.html") == b"<p>"
        assert artifact.json("graph.json") == {"nodes": [1, 2.5, "é"]}
        assert artifact.array("lens").tolist() == [0, 1, 2]
        assert artifact.array("vectors").tolist() == [[7, 7]] * 4
        assert artifact.size("page.html") == 3
        assert store.used == {action.key}


def test_arrays_are_mapped_and_read_only(store, action):
    with store.produce(action) as outputs:
        opened = outputs.open_array("vectors", (2,), np.float32)
    array = outputs.artifact.array("vectors")
    assert isinstance(array, np.memmap)
    for finished in (array, opened):
        with pytest.raises(ValueError, match="read-only"):
            finished[0] = 1


DTYPES = st.sampled_from(["f4", "f8", ">f8", "i4", "u1", "?", "U3", "M8[s]", "c16"])


@settings(
    deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    value=DTYPES.flatmap(
        lambda dtype: arrays.arrays(dtype, arrays.array_shapes(min_dims=0, min_side=0, max_side=3))
    ),
    data=st.binary(max_size=50),
)
def test_find_gives_what_produce_was_given(store, value, data):
    action = Action("property", "item", params={"value": str(value), "data": data.hex()})
    with store.produce(action) as outputs:
        outputs.write_array("array", value)
        outputs.write_array("fortran", np.asarray(value, order="F"))
        outputs.write("data", data)
    found = store.find(action)
    assert found.read("data") == data
    for name in ("array", "fortran"):
        array = found.array(name)
        assert (array.dtype, array.shape) == (value.dtype, value.shape)
        assert array.tobytes() == value.tobytes()
    assert found.digest("array") == found.digest("fortran")


def test_arrays_of_objects_are_refused(store, action):
    with pytest.raises(TypeError, match="pickle"), store.produce(action) as outputs:
        outputs.write_array("bad", np.array([{}, None]))
    assert store.find(action) is None


def test_nothing_is_kept_of_an_action_that_failed(store, tmp_path, action):
    with pytest.raises(KeyboardInterrupt), store.produce(action) as outputs:
        outputs.write("a", b"x")
        outputs.open_array("b", (3,), np.int32)
        raise KeyboardInterrupt
    assert store.find(action) is None
    assert [path.name for path in files_below(tmp_path / "store")] == ["layout", "lock"]


def test_an_error_of_the_stage_stays_what_it_was(store, action):
    with pytest.raises(FileNotFoundError, match="theirs"), store.produce(action):
        raise FileNotFoundError("theirs")


def test_an_output_has_one_writer(store, action):
    with store.produce(action) as outputs:
        outputs.write("a", b"x")
        with pytest.raises(ValueError, match="'a' is written twice"):
            outputs.open_array("a", (3,), np.int32)


def test_equal_content_is_stored_once(store, tmp_path, action):
    first = produce(store, action, a=b"same", b=b"same")
    second = produce(store, Action("other", "item"), c=b"same")
    assert first.digest("a") == first.digest("b") == second.digest("c")
    blobs = files_below(tmp_path / "store" / "objects")
    assert [blob.name for blob in blobs] == [first.digest("a")]
    assert blobs[0].stat().st_mode & 0o777 == 0o444


def test_producing_again_replaces_the_result(store, action):
    produce(store, action, a=b"old")
    produce(store, action, b=b"new")
    assert store.find(action).names == ("b",)


def test_a_blob_damaged_after_it_was_found_is_an_error(store, action, caplog):
    artifact = produce(store, action, a=b"data")
    artifact.path("a").chmod(0o644)
    artifact.path("a").write_bytes(b"dada")
    with pytest.raises(StoreError, match="'a' was damaged during the build; nothing was"):
        artifact.read("a")
    assert "SHA-256 is wrong" in caplog.text
    assert store.find(action) is None
    assert store.explain(action) == "the stored result was damaged"


def test_no_pickle_is_ever_loaded(store, action):
    artifact = produce(store, action, evil=b"cos\nsystem\n(S'exit'\ntR.")
    with pytest.raises(ValueError, match="pickled"):
        artifact.array("evil")


def test_a_store_of_another_layout_is_refused(tmp_path, action):
    root = tmp_path / "store"
    produce(Store(root), action, a=b"x")
    (root / "layout").write_text("topopress-store 99\n")
    before = files_below(root)
    with pytest.raises(StoreError, match="has the layout b'topopress-store 99") as error:
        Store(root).find(action)
    assert "remove the folder or choose another store" in str(error.value)
    assert files_below(root) == before


def test_a_folder_that_is_no_store_is_left_alone(tmp_path, action):
    (tmp_path / "thesis.tex").write_text("x")
    with pytest.raises(StoreError, match=r"not a store: .* contains 'thesis.tex'"):
        Store(tmp_path).find(action)
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.tex"]


def test_a_file_in_the_place_of_the_store(tmp_path, action):
    (tmp_path / "store").write_text("x")
    with pytest.raises(StoreError, match=r"store.*: (Not a directory|File exists)"):
        Store(tmp_path / "store").find(action)


def test_an_interrupted_first_start_is_finished(tmp_path, action):
    root = tmp_path / "store"
    (root / "tmp").mkdir(parents=True)
    (root / "tmp" / "half-a-layout-file").write_text("topo")
    (root / "lock").write_text("")
    produce(Store(root), action, a=b"x")
    assert Store(root).find(action).read("a") == b"x"
    assert list((root / "tmp").iterdir()) == []


def test_nothing_is_touched_before_first_use(tmp_path):
    Store(tmp_path / "store").close()
    assert list(tmp_path.iterdir()) == []


def test_a_store_can_be_used_after_close(tmp_path, action):
    store = Store(tmp_path / "store")
    produce(store, action, a=b"x")
    store.close()
    assert store.find(action).read("a") == b"x"
    store.close()


def test_damage_is_told_through_the_log(store, action, caplog):
    artifact = produce(store, action, a=b"data")
    artifact.path("a").unlink()
    with caplog.at_level(logging.WARNING, "topopress.store"):
        assert store.find(action) is None
    assert caplog.messages == [
        f"{artifact.path('a')}: stored blob is missing; in quarantine, recomputing"
    ]


def test_threads_may_produce_side_by_side(store):
    def work(number):
        for step in range(5):
            produce(store, Action("s", f"{number}-{step}"), a=b"shared", b=bytes([number, step]))

    store.find(Action("s", "none"))
    threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for number in range(4):
        for step in range(5):
            assert store.find(Action("s", f"{number}-{step}")).read("b") == bytes([number, step])
