"""Bad input gives one clear error and status 1, or a named and counted skip; what was built stays.

Every case runs the real command on a real project that was broken in one way.
"""

import html
import io
import os
import pickle
import shutil
import struct
import subprocess
import sys
import zlib
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import torch
from click.testing import CliRunner
from PIL import Image
from safetensors.torch import save_file

from tiny_project import change, pictures, write_project
from topopress.cli import main
from topopress.store.locks import output_lock

NPZ = 'kind = "npz"\nfile = "pictures.npz"'


def build(root: Path, *options: str) -> tuple[int, str]:
    result = CliRunner().invoke(main, ["build", "--root", str(root), *options])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.exit_code, result.output


def folder_of_pictures(root: Path, n_per_class: int = 20) -> Path:
    """Turn the project's pictures into a folder of class folders."""
    change(root, NPZ, 'kind = "images"\nfolder = "pictures"')
    folder = root / "content/tiny/pictures"
    images, labels = pictures(n_per_class)
    for k, (image, label) in enumerate(zip(images, labels, strict=True)):
        file = folder / f"class {label}" / f"{k:03d}.png"
        file.parent.mkdir(parents=True, exist_ok=True)
        Image.fromarray(image).save(file)
    return folder


def png_of(width: int, height: int) -> bytes:
    """A PNG whose header promises so many pixels."""

    def piece(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    data = zlib.compress(bytes(1000))
    return b"\x89PNG\r\n\x1a\n" + piece(b"IHDR", header) + piece(b"IDAT", data)


def weights(root: Path, tensors: dict[str, torch.Tensor]) -> None:
    save_file(tensors, root / "content/tiny/weights.safetensors")
    change(root, "[network]\n", '[network]\nweights = "weights.safetensors"\n')


def state(**changes: torch.Tensor) -> dict[str, torch.Tensor]:
    net = {
        "0.weight": torch.zeros(12, 3, 5, 5),
        "0.bias": torch.zeros(12),
        "2.weight": torch.zeros(24, 12, 3, 3),
        "2.bias": torch.zeros(24),
    }
    return net | {name.replace("_", "."): tensor for name, tensor in changes.items()}


class Planted:
    """A pickle that would run a command."""

    def __reduce__(self) -> tuple[Callable[[str], int], tuple[str]]:
        return os.system, ("touch planted",)


def unknown_key(root: Path) -> None:
    change(root, "n_intervals", "n_interval")


def wrong_type(root: Path) -> None:
    change(root, "n_intervals = 4", 'n_intervals = "four"')


def mapper_setting(root: Path, line: str) -> None:
    change(root, "[mapper.cover]", f"[mapper]\n{line}\n[mapper.cover]")


def unknown_lens(root: Path) -> None:
    mapper_setting(root, 'lens = "l2norm"')


def unknown_preset(root: Path) -> None:
    mapper_setting(root, 'preset = "topact"')


def lens_without_a_head(root: Path) -> None:
    mapper_setting(root, 'lens = "confidence"')


def lens_without_metadata(root: Path) -> None:
    mapper_setting(root, 'lens = ["l2_norm", "metadata:age"]')


def lens_beyond_the_channels(root: Path) -> None:
    mapper_setting(root, 'lens = "component:13"')


def not_toml(root: Path) -> None:
    change(root, "[data]", "[data")


def missing_folder(root: Path) -> None:
    change(root, NPZ, 'kind = "images"\nfolder = "nowhere"')


def empty_folder(root: Path) -> None:
    missing_folder(root)
    (root / "content/tiny/nowhere").mkdir()


def all_pictures_broken(root: Path) -> None:
    for file in folder_of_pictures(root).rglob("*.png"):
        file.write_bytes(b"not a picture")


def missing_list(root: Path) -> None:
    change(root, NPZ, 'kind = "list"\nfile = "pictures.csv"')


def list_without_path(root: Path) -> None:
    missing_list(root)
    (root / "content/tiny/pictures.csv").write_text("file,label\na.png,x\n")


def list_with_two_labels(root: Path) -> None:
    missing_list(root)
    (root / "content/tiny/pictures.csv").write_text("path,label,label\na.png,x,y\n")


def list_of_missing_files(root: Path) -> None:
    missing_list(root)
    (root / "content/tiny/pictures.csv").write_text("path\na.png\n")


def list_in_utf16(root: Path) -> None:
    missing_list(root)
    (root / "content/tiny/pictures.csv").write_text("path\na.png\n", "utf-16")


def strips(root: Path) -> None:
    np.savez(root / "content/tiny/pictures.npz", images=np.zeros((2, 2, 16_000, 3), np.uint8))


def classes_without_numbers(root: Path) -> None:
    (root / "content/tiny/names.json").write_text('{"cat": 1}')
    change(root, "[network]\n", '[network]\nclasses = "names.json"\n')


def array_without_images(root: Path) -> None:
    np.savez(root / "content/tiny/pictures.npz", pictures=np.zeros((3, 8, 8, 3), np.uint8))


def truncated_array(root: Path) -> None:
    file = root / "content/tiny/pictures.npz"
    file.write_bytes(file.read_bytes()[:1000])


def unknown_network(root: Path) -> None:
    change(root, "file:my_model.py:load", "efficientnet-lite9")


def unknown_torchvision(root: Path) -> None:
    change(root, "file:my_model.py:load", "torchvision:googlenett")


def unknown_layer(root: Path) -> None:
    change(root, '["1", "3"]', '["1", "33"]')


def layers_with_one_address(root: Path) -> None:
    change(root, '["1", "3"]', '["1", "1."]')


def own_network_fails(root: Path) -> None:
    change(root, "def load():", "def load():\n    1 / 0", "my_model.py")


def wrong_shape(root: Path) -> None:
    weights(root, state(**{"0_weight": torch.zeros(12, 3, 7, 7)}))


def weights_not_finite(root: Path) -> None:
    weights(root, state(**{"0_bias": torch.full((12,), float("nan"))}))


def pickled_checkpoint(root: Path) -> None:
    buffer = io.BytesIO()
    torch.save({"0.weight": Planted()}, buffer, pickle_module=pickle)
    (root / "content/tiny/weights.pth").write_bytes(buffer.getvalue())
    change(root, "[network]\n", '[network]\nweights = "weights.pth"\n')


def activations_not_finite(root: Path) -> None:
    change(root, "nn.ReLU(),\n", "nn.Threshold(1e9, float('nan')),\n", "my_model.py")


def duplicate_addresses(root: Path) -> None:
    shutil.copytree(root / "content/tiny", root / "content/Tiny")


def unknown_fact(root: Path) -> None:
    change(root, "{{ samples }}", "{{ sampels }}", "index.md")


def unknown_node(root: Path) -> None:
    change(root, "The end.", "[here](view:layer=3&node=i99c9)", "index.md")


def unknown_layer_in_text(root: Path) -> None:
    change(root, "The end.", "[here](view:layer=4)", "index.md")


def text_not_utf8(root: Path) -> None:
    (root / "content/tiny/index.md").write_bytes(b"caf\xe9")


ERRORS: dict[Callable[[Path], None], str] = {
    unknown_key: "mapper.cover.n_interval: unknown key; did you mean 'n_intervals'?",
    wrong_type: "mapper.cover.n_intervals: input should be a valid integer or 'auto', got 'four'",
    unknown_lens: "mapper.lens: there is no lens 'l2norm'; did you mean 'l2_norm'?",
    unknown_preset: "mapper.preset: input should be 'topoact' or 'words', got 'topact'",
    lens_without_a_head: "needs a network with a class head",
    lens_without_metadata: "no column 'age' (they have none at all)",
    lens_beyond_the_channels: "'component:13' of a layer with 12 channels",
    not_toml: "not valid TOML",
    missing_folder: "data.folder",
    empty_folder: "data.folder",
    all_pictures_broken: "cannot be",
    missing_list: "data.file",
    list_without_path: "path",
    list_with_two_labels: "'pictures.csv', line 1: the column 'label' stands there twice",
    list_of_missing_files: "a.png: line 2: No such file or directory",
    list_in_utf16: "save it as UTF-8",
    strips: "16000 x 2 pixels: longer than 20 to 1",
    classes_without_numbers: "names.json must hold a list of names",
    array_without_images: "images",
    truncated_array: "data.file",
    unknown_network: "did you mean 'efficientnet-lite0'",
    unknown_torchvision: "did you mean 'googlenet'",
    unknown_layer: "has no layer '33'",
    layers_with_one_address: "have the same address '1'",
    own_network_fails: "ZeroDivisionError",
    wrong_shape: "0.weight",
    weights_not_finite: "0.bias",
    pickled_checkpoint: "weights.pth",
    activations_not_finite: "NaN",
    duplicate_addresses: "has the same address 'tiny'",
    unknown_fact: "did you mean 'samples'",
    unknown_node: "i99c9",
    unknown_layer_in_text: "layer",
    text_not_utf8: "cannot be read as UTF-8 text",
}


OF_THE_ESSAY = (unknown_fact, unknown_node, unknown_layer_in_text, text_not_utf8)


def report_of_one_error(root: Path) -> str:
    """Return what a build prints that fails as it should."""
    status, text = build(root)
    assert status == 1
    assert text.count("error: ") == 1
    assert "Traceback" not in text
    return text


@pytest.mark.parametrize(
    "broken", [case for case in ERRORS if case not in OF_THE_ESSAY], ids=lambda case: case.__name__
)
def test_one_clear_error_and_nothing_published(tmp_path, monkeypatch, broken):
    monkeypatch.chdir(tmp_path)
    root = write_project(tmp_path / "project")
    broken(root)
    assert ERRORS[broken] in report_of_one_error(root)
    assert not (root / "public").exists()
    assert not list(tmp_path.rglob("planted"))


@pytest.mark.parametrize("broken", OF_THE_ESSAY, ids=lambda case: case.__name__)
def test_one_clear_error_of_an_essay_and_nothing_published(project, broken):
    shutil.rmtree(project / "public")
    broken(project)
    assert ERRORS[broken] in report_of_one_error(project)
    assert not (project / "public").exists()


SKIPS: dict[str, tuple[Callable[[Path], None], str]] = {
    "corrupt": (lambda file: file.write_bytes(file.read_bytes()[:200]), "cannot be decoded"),
    "empty": (lambda file: file.write_bytes(b""), "bytes"),
    "bomb": (lambda file: file.write_bytes(png_of(60_000, 60_000)), "DecompressionBombError"),
    "not a picture": (lambda file: file.write_bytes(b"<html>"), "cannot be decoded"),
}


def test_broken_pictures_are_skipped_named_and_counted(tmp_path):
    root = write_project(tmp_path)
    folder = folder_of_pictures(root, 30)
    change(root, "steps = 2", "enabled = false")
    for number, (spoil, _) in enumerate(SKIPS.values(), start=31):
        spoil(folder / "class 1" / f"{number:03d}.png")
    (folder / "notes.txt").write_text("x")
    status, text = build(root)
    assert status == 0
    summary = "91 files in 'pictures': 86 used, 4 skipped, 1 of other kinds (1 .txt)"
    assert f"note: tiny, data: {summary}\n" in text
    page = html.unescape((root / "public/tiny/method.html").read_text())
    assert f'<p class="found">{summary}.</p>' in page
    for number, (_, reason) in enumerate(SKIPS.values(), start=31):
        (line,) = [line for line in text.splitlines() if f"{number:03d}.png" in line]
        assert reason in line


def test_a_label_of_html_is_shown_as_text(tmp_path):
    root = write_project(tmp_path)
    label = '<img src=x onerror="alert(1)"></script>'
    images, labels = pictures()
    names = np.array(["plain", "striped", label])
    np.savez(root / "content/tiny/pictures.npz", images=images, labels=labels, names=names)
    assert build(root)[0] == 0
    for page in (root / "public").rglob("*.html"):
        assert "<img src=x" not in page.read_text()


def test_a_folder_that_is_not_ours_is_left_alone(tmp_path):
    root = write_project(tmp_path / "project")
    thesis = tmp_path / "thesis.tex"
    thesis.write_text("years of work")
    status, text = build(root, "--out", str(tmp_path))
    assert status == 1
    assert text.count("error: ") == 1
    assert thesis.read_text() == "years of work"


def test_a_second_build_is_told_who_is_first(tmp_path):
    root = write_project(tmp_path)
    with output_lock(root / "public"):
        status, text = build(root)
    assert status == 1
    assert "another" in text


def test_a_full_disk_is_one_error_and_the_next_build_goes_on(tmp_path):
    root = write_project(tmp_path)
    change(root, "steps = 2", "enabled = false")
    limited = (
        "import resource, signal\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))\n"
        "from topopress.cli import main\n"
        f"main(['build', '--root', {str(root)!r}])\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", limited], capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert done.stderr.count("error: ") == 1
    assert "Traceback" not in done.stderr
    assert not (root / "public").exists()
    assert build(root)[0] == 0


def test_a_damaged_store_is_noticed_and_mended(project):
    for blob in (project / ".topopress/objects").rglob("*"):
        if blob.is_file():
            blob.chmod(0o644)
            blob.write_bytes(blob.read_bytes()[::-1])
    status, text = build(project)
    assert status == 0
    assert "published" in text or "unchanged" in text
