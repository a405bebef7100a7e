"""What the layers say becomes lists, the most suspicious first, as records, JSON and CSV."""

import csv
import io

import numpy as np
from PIL import Image, ImageOps

from topopress.analysis.predictions import Predictions
from topopress.diagnosis.copies import same_picture
from topopress.diagnosis.document import COLUMNS, document, table
from topopress.diagnosis.groups import duplicate_groups
from topopress.diagnosis.stages import findings, judged_labels, sample_neighbours, sample_pairs
from topopress.diagnosis.surroundings import RowSamples
from topopress.diagnosis.types import Fingerprints, LayerPairs, NodeMembers, SampleMeans
from topopress.kinds.images.diagnosis_stages import perceptual_hash
from topopress.kinds.texts.diagnosis_stages import passage_of
from topopress.samples.types import Sample, Survey

N = 120
LABELS = ("cat", "dog", "fox")


def sample(k, label="cat", digest="", part=(), **metadata):
    return Sample(f"s{k:03d}", f"file {k}", label, digest or f"d{k}", part, metadata)


def data(wrong=(3, 50)):
    """Return three clusters, with the labels of some samples exchanged."""
    rng, cluster = np.random.default_rng(0), np.arange(N) % 3
    means = np.eye(3, 8)[cluster] + rng.normal(0, 0.15, (N, 8))
    given = [LABELS[(cluster[k] + (k in wrong)) % 3] for k in range(N)]
    table = Survey.of([sample(k, given[k]) for k in range(N)])
    return SampleMeans(np.arange(N, dtype=np.int32), means.astype(np.float32)), table


def graph():
    """Return two nodes: the first ten samples, and one alone."""
    offsets, members = np.array([0, 10, 11]), np.array([*range(10), 50], np.int32)
    return NodeMembers(np.array([0, 4], np.int32), np.array([0, 1], np.int32), offsets, members)


def found(samples, means, predicted=None, layers=("a", "b"), noise=2.0):
    blurred = means.means + np.random.default_rng(1).normal(0, noise, means.means.shape)
    each = {"a": means, "b": SampleMeans(means.mean_of, blurred.astype(np.float32))}
    rows = RowSamples(np.arange(N, dtype=np.int32))
    return findings(
        judged={name: judged_labels(each[name], samples, 0) for name in layers},
        neighbours={name: sample_neighbours(each[name]) for name in layers},
        pairs={name: sample_pairs(each[name], 1.0) for name in layers},
        graphs=dict.fromkeys(layers, graph()),
        rows=dict.fromkeys(layers, rows),
        samples=samples,
        predicted=predicted,
        prints=None,
        layers=layers,
        split=None,
        listed=5,
    )


def test_planted_errors_are_first_in_the_layer_of_the_least_error():
    means, samples = data()
    one = found(samples, means)
    assert one.layer == "a"
    assert {each.seen.sample for each in one.label_errors[:2]} == {3, 50}
    first = next(each for each in one.label_errors if each.seen.sample == 50)
    assert (first.label, first.suggested) == ("cat", "fox")
    assert first.seen.nodes == ("i4c1",)
    assert first.seen.beside == 0
    assert next(e for e in one.label_errors if e.seen.sample == 3).seen.beside == 9
    assert [each.layer for each in one.expected.layers] == ["a", "b"]
    assert one.expected.low <= one.expected.number <= one.expected.high
    assert 50 in one.sample


def test_without_labels_the_last_layer_is_shown():
    means, _ = data()
    plain = Survey.of([sample(k, None) for k in range(N)])
    one = found(plain, means)
    assert one.layer == "b"
    assert (one.label_errors, one.expected) == ((), None)
    assert one.unjudged == "no labels"
    assert len(one.outliers) == 10


def test_few_samples_are_said_to_be_few():
    _, samples = data()
    few = Survey.of(samples.samples[:20])
    judged = judged_labels(
        SampleMeans(np.arange(20, dtype=np.int32), np.ones((20, 2), np.float32)), few, 0
    )
    assert judged.error is None
    assert sample_neighbours(SampleMeans(np.arange(3), np.ones((3, 2)))).near.shape == (3, 0)


def test_a_node_in_which_the_network_errs_says_what_for_what():
    means, samples = data(())
    correct = np.ones(N, np.float32)
    correct[:9] = 0
    nothing = np.empty(0, np.float32)
    predicted = Predictions(("ox",), np.zeros(N, np.int32), nothing, nothing, correct)
    (first, second) = found(samples, means, predicted).failure_groups
    assert (first.layer, second.layer, first.node, first.errors) == ("a", "b", "i0c0", 9)
    assert (first.mistaken[0].predicted, first.mistaken[0].count) == ("ox", 3)
    assert first.examples == tuple(range(8))


def test_json_has_the_five_parts_and_csv_the_same_samples():
    means, samples = data()
    one = found(samples, means)
    written = document(one, samples.samples)
    assert list(written) == [
        "label_errors", "outliers", "near_duplicates", "failure_groups", "expected",
    ]  # fmt: skip
    entry = written["label_errors"][0]
    assert entry.keys() >= {"id", "origin", "label", "suggested", "score"}
    assert written["expected"]["layer"] == "a"
    lines = list(csv.DictReader(io.StringIO(table(one, samples.samples).decode())))
    assert list(lines[0]) == list(COLUMNS)
    assert lines[0]["id"] == entry["id"]
    assert len(lines) == len(one.label_errors) + len(one.outliers)


def test_groups_join_all_reasons_and_splits_come_first():
    samples = [
        sample(0, digest="x"), sample(1, digest="x"), sample(2), sample(3),
        sample(4, split="train"), sample(5, split="test"), sample(6, digest="x", part=(1, 2)),
    ]  # fmt: skip
    near = LayerPairs(
        np.array([1, 4], np.int32), np.array([2, 5], np.int32), np.array([1e-5, 1e-4]), 7.0
    )
    twins, copies = duplicate_groups(samples, near, None, "split")
    assert (twins.samples, twins.splits) == ((4, 5), ("test", "train"))
    assert (copies.samples, copies.reasons) == ((0, 1, 2), ("same content", "near"))
    assert copies.chance == np.float64(1e-5)


def test_texts_that_differ_in_case_and_spaces_are_the_same():
    same = Fingerprints(("a", "b", "a"), np.empty(0, np.uint64))
    (group,) = duplicate_groups([sample(k) for k in range(3)], None, same, None)
    assert (group.samples, group.reasons, group.chance) == ((0, 2), ("same text",), None)


def test_a_word_divides_its_text():
    whole = passage_of(sample(0, part=(2, 5)), "a cat sat")
    assert (whole.before, whole.word, whole.after) == ("a ", "cat", " sat")
    assert passage_of(sample(0), "a cat").word == "a cat"


def test_a_hash_survives_compression_and_not_a_mirror():
    rng = np.random.default_rng(0)
    small = Image.fromarray(rng.integers(0, 255, (6, 6, 3), np.uint8))
    picture = small.resize((32, 32), Image.Resampling.BICUBIC)
    stream = io.BytesIO()
    picture.save(stream, "JPEG", quality=60)
    again = Image.open(stream).convert("RGB")
    mirrored, flat = ImageOps.mirror(picture), Image.new("RGB", (32, 32), "red")
    hashes = [perceptual_hash(np.asarray(one)) for one in (picture, again, mirrored, flat, flat)]
    assert list(same_picture(np.array(hashes, np.uint64))) == [(0, 1)]
    assert hashes[3] == 0
