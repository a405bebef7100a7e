import io

import numpy as np
import pytest

from topopress.store.disk import Disk, npy_header


@pytest.mark.parametrize("dtype", ["<f4", ">i8", "|u1", "?", "<U5", "<M8[s]"])
@pytest.mark.parametrize("shape", [(), (0,), (3,), (5, 7), (123456, 832, 2)])
def test_the_array_header_is_numpys_own(dtype, shape):
    theirs = io.BytesIO()
    description = {"descr": np.dtype(dtype).str, "fortran_order": False, "shape": shape}
    np.lib.format.write_array_header_1_0(theirs, description)
    header = npy_header(np.dtype(dtype), shape)
    read = io.BytesIO(header)
    assert np.lib.format.read_magic(read) == (1, 0)
    assert np.lib.format.read_array_header_1_0(read) == (shape, False, np.dtype(dtype))
    assert len(header) % 64 == 0
    assert read.tell() == len(header)


def test_an_array_that_does_not_fit_is_an_error_at_once(tmp_path):
    """Without the reservation the process would die of SIGBUS while filling it."""
    with pytest.raises(OSError, match=r"No space left|File too large"):
        Disk().create_array(tmp_path / "a", (1 << 50,), np.uint8)


def test_an_existing_file_is_not_overwritten(tmp_path):
    (tmp_path / "a").write_bytes(b"old")
    with pytest.raises(FileExistsError):
        Disk().write_new(tmp_path / "a", [b"new"], 0o644)


def test_a_link_is_not_written_through(tmp_path):
    (tmp_path / "link").symlink_to(tmp_path / "target")
    with pytest.raises(FileExistsError):
        Disk().write_new(tmp_path / "link", [b"new"], 0o644)
    assert not (tmp_path / "target").exists()


def test_a_tree_is_removed_without_following_links(tmp_path):
    (tmp_path / "keep").mkdir()
    (tmp_path / "keep" / "file").write_bytes(b"x")
    (tmp_path / "tree" / "deep").mkdir(parents=True)
    (tmp_path / "tree" / "deep" / "link").symlink_to(tmp_path / "keep")
    Disk().remove_tree(tmp_path / "tree")
    assert (tmp_path / "keep" / "file").exists()
    assert not (tmp_path / "tree").exists()
