"""A build in miniature: input file, two chunks, a graph of both, three published files.

Run as a program it is one build of its own process: ``tiny_build.py FOLDER SITE VERSION``.
With ``--hold`` it waits in the middle, owning its locks, until its standard input ends.
"""

import hashlib
import json
import sys
from pathlib import Path
from unittest.mock import patch

import numpy as np

from topopress.core.errors import StoreError, TopopressError
from topopress.store import stat_cache
from topopress.store.actions import Action
from topopress.store.disk import Disk
from topopress.store.publish import claimed_output, publish, verify_site
from topopress.store.store import Store


class TinyBuild:
    """One build; ``found`` and ``made`` count its actions."""

    def __init__(self, folder: Path, *, version: int, disk: Disk | None = None, site="public"):
        self.folder, self.version, self.disk = folder, version, disk or Disk()
        self.out = folder / site
        self.found = self.made = 0

    def run(self, pause=lambda: None) -> None:
        with (
            # The input is a moment old; the cache of hashes shall take part all the same.
            patch.object(stat_cache, "_SETTLED_NS", 0),
            claimed_output(self.out, disk=self.disk),
            Store(self.folder / "store", disk=self.disk) as store,
        ):
            source = self.digest(store)
            chunks = [self.chunk(store, source, index) for index in range(2)]
            pause()
            graph = self.graph(store, chunks)
            files = {
                "index.html": b"<!doctype html>" + graph.read("graph.json"),
                "data/graph.js": graph.read("graph.json"),
                "data/more/lens.bin": graph.array("lens").tobytes(),
            }
            publish(files, self.out, disk=self.disk)

    def digest(self, store):
        """Return the digest of the input, or say what cannot be read, as those who call it do."""
        try:
            return store.hash_file(self.folder / "input.txt")
        except OSError as error:
            message = f"{error.filename}: {error.strerror}; run again to resume"
            raise StoreError(message) from error

    def step(self, store, action, compute):
        artifact = store.find(action)
        if artifact is not None:
            self.found += 1
            return artifact
        self.made += 1
        with store.produce(action) as outputs:
            compute(outputs)
        return outputs.artifact

    def chunk(self, store, source, index):
        params = {"version": self.version, "index": index}
        action = Action("activations", f"tiny/{index}", {"input": source}, params, code="1")

        def compute(outputs):
            vectors = outputs.open_array("vectors", (8, 4), np.float32)
            vectors[:] = np.arange(32).reshape(8, 4) * (index + 1) + self.version

        return self.step(store, action, compute)

    def graph(self, store, chunks):
        inputs = {f"chunk{n}": chunk.digest("vectors") for n, chunk in enumerate(chunks)}
        action = Action("mapper", "tiny", inputs, {"n_intervals": 3}, code="1")

        def compute(outputs):
            vectors = np.concatenate([chunk.array("vectors") for chunk in chunks])
            outputs.write_array("lens", np.linalg.norm(vectors, axis=1))
            outputs.write_json("graph.json", {"sum": float(vectors.sum())})

        return self.step(store, action, compute)


def start(folder: Path) -> Path:
    """Make a project folder."""
    folder.mkdir(parents=True)
    (folder / "input.txt").write_text("input")
    return folder


KEPT = {"CNAME": b"example.org\n", ".well-known/pki/key.txt": b"key", ".gitignore": b"*.zip\n"}
REPOSITORIES = {
    "worktree": {".git": b"gitdir: ../.git/worktrees/public\n"},
    "repository": {".git/HEAD": b"ref: refs/heads/gh-pages\n", ".git/objects/00/1": b"blob"},
}


def keep(out: Path, kind: str) -> None:
    """Write what an author keeps beside a site, and a worktree or a repository."""
    for path, content in (KEPT | REPOSITORIES[kind]).items():
        (out / path).parent.mkdir(parents=True, exist_ok=True)
        (out / path).write_bytes(content)


def lost(out: Path, kind: str) -> list[str]:
    """Return which of these files are not there any more, or are others."""
    wanted = KEPT | REPOSITORIES[kind]
    files = {path: out / path for path in wanted}
    return [p for p, f in files.items() if not f.is_file() or f.read_bytes() != wanted[p]]


def site_digest(out: Path) -> str:
    """Return ``absent``, or one digest of a whole and healthy site; anything else is an error."""
    if not out.exists():
        return "absent"
    assert verify_site(out) == []
    return hashlib.sha256((out / "site-manifest.json").read_bytes()).hexdigest()


def litter(folder: Path) -> list[str]:
    """Return what no finished build leaves behind."""
    beside = [p.name for p in folder.iterdir() if p.name.startswith(".")]
    return beside + [p.name for p in (folder / "store" / "tmp").iterdir()]


def main() -> int:
    folder, site, version = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
    build = TinyBuild(folder, version=version, site=site)

    def hold():
        print("holding", flush=True)
        sys.stdin.read()

    try:
        build.run(hold if "--hold" in sys.argv else lambda: None)
    except TopopressError as error:
        print(error, file=sys.stderr)
        return 1
    print(json.dumps({"found": build.found, "made": build.made}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
