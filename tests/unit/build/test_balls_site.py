"""A site of balls, and one of contained nodes: what its pages and its data say."""

import json
import re
from html import unescape

import pytest
from click.testing import CliRunner

from tiny_project import SETTINGS, change, write_project
from topopress.cli import main

PLAIN = "[visuals.feature_visualisation]\nenabled = false\n"


def run(*arguments):
    result = CliRunner().invoke(main, list(arguments))
    assert result.exit_code == 0, result.output
    return result.output


def table_of(output):
    """The words of the head and of each row of the one table that was printed."""
    _, _, table = output.partition("\n3: ")
    head, *rows = [line.split() for line in table.partition("\n\n")[0].splitlines()[1:]]
    return head, rows


def written(root, cover):
    settings, _, _ = SETTINGS.partition("[mapper.cover]")
    write_project(root, settings.replace('["1", "3"]', '["3"]') + cover + PLAIN)
    return root


def built(root, cover):
    run("build", "--root", str(written(root, cover)))
    page = (root / "public/tiny/index.html").read_text("utf-8")
    manifest = re.search(r'<script type="application/json"[^>]*>(.*?)</script>', page, re.DOTALL)
    text = re.sub(r"<[^>]*>", " ", (root / "public/tiny/method.html").read_text("utf-8"))
    return json.loads(manifest[1])["layers"][0], " ".join(unescape(text).split())


@pytest.fixture(scope="module")
def balls(tmp_path_factory):
    root = tmp_path_factory.mktemp("balls")
    return root, *built(root, '[mapper.cover]\nkind = "ball"\n')


def test_the_manifest_says_that_balls_cover_the_rows(balls):
    _, layer, _ = balls
    assert layer["ball_radius"] > 0
    assert layer["radius_quantile"] in {0.002, 0.005, 0.01, 0.02, 0.03, 0.05, 0.075} | {
        0.1, 0.15, 0.2, 0.3, 0.4
    }  # fmt: skip
    assert layer["intervals"] == layer["n_intervals"] == [layer["n_nodes"]]
    assert (layer["eps"], layer["family"], layer["contracted"]) == (None, None, None)
    assert layer["quality"]["dominant_share"] is None
    assert layer["quality"]["coverage"] == 1


def test_the_method_page_defines_balls_and_no_intervals(balls):
    _, _, text = balls
    for said in (
        "Balls of one radius around landmarks (Ball Mapper [8])",
        "Cover balls, radius chosen from the data",
        "All rows of one ball; no clusterer divides them.",
        "Where parts of the cover overlap",
        "balls of a radius a twentieth or a tenth smaller or larger",
        "less than 1.5 times their best score",
        "Rows drawn from one Gaussian",
        "% of the pairs of rows)",
        "Ball mapper: a shape summary for topological data analysis",
    ):
        assert said in text, said
    before, _, _ = text.partition("Build it again")
    assert not re.findall(r"\bintervals?\b|\beps\b|Dominant share|core row", before)


def test_tables_name_balls(balls):
    root, layer, _ = balls
    html = (root / f"public/tiny/layers/{layer['id']}.html").read_text("utf-8")
    heads = re.findall(r'<th scope="col"[^>]*>(?:<[^>]*>)?([^<]*)', html)
    assert "Ball" in heads
    assert "Interval" not in heads
    assert "A node is a set of similar" in html
    assert {"Radius", "Pairs within", "Balls"} <= set(heads)


def test_balls_are_tuned_and_swept(balls):
    root, layer, _ = balls
    tuned, _ = table_of(run("tune", "tiny", "--root", str(root)))
    assert tuned[:5] == ["distance", "radius", "pairs", "within", "balls"]
    page = (root / "tune/tiny.html").read_text("utf-8")
    assert "balls around other landmarks" in page
    heads, rows = table_of(run("sweep", "tiny", "--root", str(root)))
    assert heads[:2] == ["radius", "balls"]
    (used,) = [row for row in rows if row[-1] == "used"]
    assert int(used[1]) == layer["n_nodes"]
    assert len(rows) == 5


def test_axes_of_the_other_cover_are_refused(balls, tmp_path):
    root, _, _ = balls
    result = CliRunner().invoke(main, ["sweep", "tiny", "--root", str(root), "--overlap", "0.2"])
    assert "mapper.cover: balls have no intervals" in result.output
    write_project(tmp_path)
    result = CliRunner().invoke(main, ["sweep", "tiny", "--root", str(tmp_path), "--radius", "1"])
    assert "--radius is the radius of balls" in result.output


def test_contained_nodes_are_merged_and_counted(tmp_path):
    cover = (
        '[mapper]\ncontained_nodes = "contract"\n[mapper.cover]\nn_intervals = 6\noverlap = 0.8\n'
    )
    layer, text = built(tmp_path, cover + "[mapper.clusterer]\nmin_samples = 3\n")
    assert layer["contracted"] > 0
    assert layer["family"] is None
    assert "Contained nodes merged into the neighbour that contains them" in text
    assert "Contained node A node whose rows are all in one of its neighbours" in text
    change(tmp_path, 'contained_nodes = "contract"', 'contained_nodes = "keep"')
    run("build", "--root", str(tmp_path))
    page = (tmp_path / "public/tiny/index.html").read_text("utf-8")
    kept = json.loads(re.search(r"application/json[^>]*>(.*?)</script>", page, re.DOTALL)[1])
    assert kept["layers"][0]["contracted"] is None
    assert kept["layers"][0]["n_nodes"] == layer["n_nodes"] + layer["contracted"]
    assert kept["layers"][0]["family"] is not None
