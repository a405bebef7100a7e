"""The Python of the documents runs, each document's blocks in order and in one namespace."""

import re
import warnings
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parents[3]
BLOCK = re.compile(r"^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("name", ["docs/python.md", "README.md"])
def test_the_blocks_run(name, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    blocks = BLOCK.findall((CHECKOUT / name).read_text("utf-8"))
    assert blocks
    namespace = {}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of other packages
        for block in blocks:
            exec(compile(block, name, "exec"), namespace)
