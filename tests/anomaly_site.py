"""The tiny project with two wrong labels, two copies and a list of what is worth a look."""

from pathlib import Path

import numpy as np

from conftest import build, made_once
from tiny_project import SETTINGS, pictures, write_project

WRONG, COPIED = (4, 30), 45
ASKING = SETTINGS.replace('title = "Tiny"', 'title = "Tiny"\nanomalies = true')


def write_anomalies(root: Path) -> Path:
    """Write the project into a folder and return it."""
    write_project(root, ASKING)
    images, labels = pictures()
    labels[list(WRONG)] = (labels[list(WRONG)] + 1) % 3
    np.savez(
        root / "content/tiny/pictures.npz",
        images=np.concatenate([images, images[[COPIED]]]),
        labels=np.append(labels, labels[COPIED]),
        names=np.array(["plain", "striped", "graded"]),
    )
    return root


def built_anomalies(run_folder: Path) -> Path:
    """Return the built project, for reading only."""
    return made_once(run_folder / "anomalies", lambda root: build(write_anomalies(root)))
