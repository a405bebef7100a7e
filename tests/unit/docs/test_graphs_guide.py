"""The example of docs/graphs.md is published, and judged as the guide says."""

import contextlib
import json
import re
from pathlib import Path

from topopress.build.site import build_site
from topopress.stage.listener import Recorder

GUIDE = (Path(__file__).resolve().parents[3] / "docs/graphs.md").read_text("utf-8")


def test_the_example_is_published(tmp_path):
    (code,) = re.findall(r"```python\n(.*?)```", GUIDE, re.DOTALL)
    (settings,) = re.findall(r"```toml\n(.*?)```", GUIDE, re.DOTALL)
    with contextlib.chdir(tmp_path):
        exec(compile(code, "docs/graphs.md", "exec"), {})
    (tmp_path / "content/site.toml").write_text('title = "Site"\n')
    fewer = settings + "\n[mapper.stability]\nresamples = 2\n"
    (tmp_path / "content/digits/exploration.toml").write_text(fewer)
    build_site(tmp_path, listener=Recorder(), durable=False)
    page = (tmp_path / "public/digits/index.html").read_text()
    manifest = json.loads(re.search(r'id="topo-manifest">(.*?)</script>', page, re.DOTALL)[1])
    (layer,) = manifest["layers"]
    assert (manifest["lens"], manifest["noun"]) == ("ink", ["digit", "digits"])
    assert layer["stability"]["resamples"] == 2
