"""Where a setting asks for it, a site has a page of what is worth a look, with CSV and JSON."""

import csv
import json
import re

import pytest
from click.testing import CliRunner

from anomaly_site import COPIED, WRONG, built_anomalies
from tiny_project import change
from topopress.build.site import build_site
from topopress.cli import main
from topopress.core.errors import ConfigError, PageError
from topopress.stage.listener import Recorder


@pytest.fixture(scope="module")
def site(run_folder):
    return built_anomalies(run_folder)


@pytest.fixture(scope="module")
def written(site):
    return json.loads((site / "public/tiny/anomalies.json").read_text())


def test_wrong_labels_are_first(written):
    first = written["label_errors"][: len(WRONG)]
    assert {one["origin"] for one in first} == {f"images[{k}]" for k in WRONG}
    by_origin = {one["origin"]: (one["label"], one["suggested"]) for one in first}
    assert by_origin[f"images[{WRONG[0]}]"] == ("striped", "plain")
    assert written["expected"]["labelled"] == 61
    assert written["expected"]["number"] < 10


def test_copies_are_a_group(written):
    group = written["near_duplicates"][0]
    assert group["reasons"][0] == "same content"
    assert {one["origin"] for one in group["samples"]} == {f"images[{COPIED}]", "images[60]"}


def test_csv_names_the_same_samples(site, written):
    with (site / "public/tiny/anomalies.csv").open(newline="") as file:
        lines = list(csv.DictReader(file))
    labels = [line["id"] for line in lines if line["list"] == "label_errors"]
    assert labels == [one["id"] for one in written["label_errors"]]


def test_the_page_shows_samples_and_leads_into_the_viewer(site, written):
    page = (site / "public/tiny/anomalies.html").read_text()
    first = written["label_errors"][0]
    card = page.split(f'id="label-{first["id"]}"')[1].split("</li>\n    <li class")[0]
    assert "<svg" in card
    assert re.search(r'<image href="anomaly-sheets/\d+\.webp"', card)
    assert f'href="index.html#layer=3&amp;sample={first["id"]}"' in card or (
        f'href="index.html#layer=1&amp;sample={first["id"]}"' in card
    )
    assert "10 neighbours" in card
    index = (site / "public/tiny/index.html").read_text()
    assert '<a href="anomalies.html"' in index


def test_asking_computes_rows_again_and_no_graph(project):
    change(project, 'title = "Tiny"', 'title = "Tiny"\nanomalies = true')
    recorder = Recorder()
    build_site(project, listener=recorder, durable=False)
    names = {line.split()[0] for line in recorder.ran}
    assert "activations-with-means" in names
    assert not names & {"mapper", "choice", "structures", "exemplars", "bundle", "visual"}


def test_the_command_prints_json_and_tables(site, written):
    found = CliRunner().invoke(main, ["anomalies", "tiny", "--root", str(site), "--json"])
    assert found.exit_code == 0, found.output
    assert json.loads(found.stdout) == written
    tables = CliRunner().invoke(main, ["anomalies", "tiny", "--root", str(site)]).stdout
    assert "of 61 labels may be errors" in tables
    assert "images[60]" in tables


def test_the_command_says_what_is_missing(built):
    found = CliRunner().invoke(main, ["anomalies", "tiny", "--root", str(built)])
    assert found.exit_code == 1
    assert "tiny/exploration.toml, anomalies: is not set; write `anomalies = true`" in found.stderr


def test_an_essay_can_link_to_the_page_where_there_is_one(project):
    change(project, "The end.", "The [list](anomalies.html).", "index.md")
    with pytest.raises(PageError, match="`anomalies = true` in its exploration"):
        build_site(project, listener=Recorder(), durable=False)
    change(project, 'title = "Tiny"', 'title = "Tiny"\nanomalies = true')
    build_site(project, listener=Recorder(), durable=False)
    assert 'href="anomalies.html"' in (project / "public/tiny/index.html").read_text()


def test_a_split_that_no_sample_has_is_refused(project):
    change(project, "[mapper.cover]", '[anomalies]\nsplit = "fold"\n[mapper.cover]')
    with pytest.raises(ConfigError, match=r"anomalies\.split: no sample has a column 'fold'"):
        build_site(project, listener=Recorder(), durable=False)
