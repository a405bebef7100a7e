"""The scatters of a layer: each a stage of its own, and UMAP only where it is installed."""

import pytest

from tiny_project import SETTINGS, write_project
from topopress.build.plan import plan_exploration
from topopress.build.scatters import require_umap
from topopress.build.site import build_site
from topopress.config.load import load_project
from topopress.core.errors import ConfigError
from topopress.stage.listener import Recorder
from topopress.store.canonical import sha256_of_file


def write(root, projection: str) -> None:
    write_project(root, SETTINGS.replace("[visuals", f"[projection]\n{projection}\n[visuals", 1))


def planned(root, projection: str) -> dict[str, dict[str, object]]:
    """Return the settings of the stages of scatters by their names."""
    write(root, projection)
    plan = plan_exploration(load_project(root, ()).explorations[0], sha256_of_file)
    found = {str(each): dict(each.settings) for each in plan.stages()}
    return {name: settings for name, settings in found.items() if "scatter " in name}


def test_a_stage_has_only_the_settings_of_its_kind(tmp_path):
    first = planned(tmp_path, "perplexity = 12")
    assert first == {"pca-scatter tiny/1": {}, "pca-scatter tiny/3": {}}
    more = planned(tmp_path, 'others = ["tsne"]\nperplexity = 12')
    assert more["pca-scatter tiny/1"] == {}
    assert more["tsne-scatter tiny/1"] == {"perplexity": 12.0, "seed": 0}


def test_umap_that_is_missing_is_one_error_before_anything_runs(tmp_path, monkeypatch):
    write(tmp_path, 'others = ["umap"]')
    monkeypatch.setattr("topopress.build.scatters.find_spec", lambda name: None)
    recorder = Recorder()
    with pytest.raises(ConfigError, match=r"projection\.others: 'umap' needs.*'topopress\[umap\]'"):
        build_site(tmp_path, listener=recorder, durable=False)
    assert recorder.ran == []


def test_others_do_not_ask_for_umap(tmp_path, monkeypatch):
    write(tmp_path, 'kind = "tsne"\nothers = ["pca"]')
    monkeypatch.setattr("topopress.build.scatters.find_spec", lambda name: None)
    require_umap(load_project(tmp_path, ()).explorations[0])
