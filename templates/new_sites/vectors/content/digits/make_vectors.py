"""Makes the files of this exploration: python make_vectors.py

Replace what stands here by your own arrays: a row for each thing, a column for each channel, and a
table with one line for each row.
"""

import csv

import numpy
from sklearn.datasets import load_digits
from sklearn.decomposition import PCA

N_ROWS = 900

digits = load_digits()
pixels = digits.data[:N_ROWS]
numpy.save("pixels.npy", pixels.astype("float16"))
numpy.save("components.npy", PCA(20).fit_transform(pixels).astype("float16"))

with open("rows.csv", "w", newline="") as file:
    table = csv.writer(file, lineterminator="\n")
    table.writerow(["label", "ink"])
    table.writerows(zip(digits.target[:N_ROWS], pixels.sum(1).astype(int)))
