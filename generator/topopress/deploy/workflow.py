"""The workflow of GitHub Actions that publishes a site on GitHub Pages.

The first line of the file has a digest of what follows, so a file that nobody changed can be
replaced, and one that somebody changed is not overwritten.
"""

import difflib
import hashlib
import json
import re
from dataclasses import dataclass
from pathlib import Path

from topopress.core.errors import PublishError
from topopress.deploy import actions
from topopress.deploy.git import Git

FILE = ".github/workflows/pages.yml"
_HEAD = re.compile(r"# Written by topopress deploy github-pages, sha256 ([0-9a-f]{64})\n")
_SHOWN = 30
"""Lines of a difference that are shown."""


@dataclass(frozen=True, slots=True)
class Workflow:
    """What the workflow does.

    Attributes:
        branch: The branch whose pushes publish the site.
        folder: The project's folder below the top of its repository; empty where it is the top.
        install: What pip installs, such as ``topopress==0.5.0``; None where ``public/`` is built
            elsewhere and committed.
    """

    branch: str
    folder: str
    install: str | None

    @property
    def text(self) -> str:
        """The file, with the digest of what follows its first line."""
        body = "\n".join([_START, self._build(), _DEPLOY])
        for name, value in self._values().items():
            body = body.replace(f"<{name}>", value)
        digest = hashlib.sha256(body.encode()).hexdigest()
        return f"# Written by topopress deploy github-pages, sha256 {digest}\n{body}"

    def _build(self) -> str:
        return _COMMITTED if self.install is None else _BUILT

    def _values(self) -> dict[str, str]:
        below = f"{self.folder}/" if self.folder else ""
        pinned = {name: value for name, value in vars(actions).items() if name.isupper()}
        texts = {"branch": self.branch, "public": f"{below}public", "store": f"{below}.topopress"}
        texts |= {"folder": self.folder or ".", "install": self.install or ""}
        # A text of JSON is a text of YAML, too.
        return pinned | {name: json.dumps(text, ensure_ascii=False) for name, text in texts.items()}


def workflow_for(root: Path, install: str | None) -> tuple[Workflow, Path]:
    """Return the workflow of a project, and its file in the project's repository."""
    git = Git(root)
    status, top, _ = git.attempt(("rev-parse", "--show-toplevel"))
    above = Path(top.strip()) if status == 0 else root.resolve()
    status, branch, _ = git.attempt(("symbolic-ref", "--short", "HEAD"))
    folder = root.resolve().relative_to(above.resolve()).as_posix()
    name = branch.strip() if status == 0 else "main"
    return Workflow(name, "" if folder == "." else folder, install), above / FILE


def write_workflow(workflow: Workflow, file: Path, *, overwrite: bool = False) -> bool:
    """Write the file, and return whether it changed.

    Raises:
        PublishError: somebody changed the file since topopress wrote it, or wrote it himself, and
            ``overwrite`` is false.
    """
    text = workflow.text
    try:
        there = file.read_text("utf-8") if file.exists() else None
        if there == text:
            return False
        if there is not None and not overwrite and not is_untouched(there):
            raise PublishError(
                f"{file}: is not as topopress wrote it, and is not overwritten; --overwrite "
                f"replaces it. What would change:\n{_difference(there, text)}"
            )
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise PublishError(f"{file}: cannot be written: {error}") from error
    return True


def is_untouched(text: str) -> bool:
    """Return whether a workflow is one of ours that nobody changed."""
    head = _HEAD.match(text)
    if head is None:
        return False
    return hashlib.sha256(text[head.end() :].encode()).hexdigest() == head[1]


def _difference(old: str, new: str) -> str:
    lines = [*difflib.unified_diff(old.splitlines(), new.splitlines(), "there", "new", lineterm="")]
    more = [f"... and {len(lines) - _SHOWN} lines more"] if len(lines) > _SHOWN else []
    return "\n".join([*lines[:_SHOWN], *more])


_START = """\
# Publishes the site on GitHub Pages. Choose "GitHub Actions" once as the source, in the
# repository's Settings, Pages.
name: Pages

on:
  push:
    branches: [<branch>]
  workflow_dispatch:

permissions:
  contents: read

# One deployment at a time; one that has begun is not broken off.
concurrency:
  group: pages
  cancel-in-progress: false

jobs:"""
_BUILT = """\
  build:
    runs-on: ubuntu-latest
    timeout-minutes: 350
    defaults:
      run:
        working-directory: <folder>
    steps:
      - uses: <CHECKOUT>
        with:
          persist-credentials: false
      - uses: <PYTHON>
        with:
          python-version: "3.12"
      # What earlier runs computed. Each run saves its own, also one that was broken off, and the
      # next one goes on where it was.
      - uses: <RESTORE>
        with:
          path: <store>
          key: topopress-${{ github.run_id }}-${{ github.run_attempt }}
          restore-keys: topopress-
      - name: Install Topopress
        env:
          # PyTorch without the libraries of graphics cards: a tenth of the download.
          PIP_EXTRA_INDEX_URL: https://download.pytorch.org/whl/cpu
          PACKAGE: <install>
        run: |
          python -m pip install "$PACKAGE"
          if [ -f requirements.txt ]; then python -m pip install -r requirements.txt; fi
      - run: topopress build
      - run: topopress check --format github
      - run: topopress clean
      - uses: <SAVE>
        if: always()
        with:
          path: <store>
          key: topopress-${{ github.run_id }}-${{ github.run_attempt }}
      - uses: <UPLOAD>
        with:
          path: <public>
"""
_COMMITTED = """\
  build:
    runs-on: ubuntu-latest
    steps:
      # The site is built elsewhere and committed.
      - uses: <CHECKOUT>
        with:
          persist-credentials: false
          sparse-checkout: <public>
      - uses: <UPLOAD>
        with:
          path: <public>
"""
_DEPLOY = """\
  deploy:
    needs: build
    runs-on: ubuntu-latest
    timeout-minutes: 15
    permissions:
      pages: write
      id-token: write
    environment:
      name: github-pages
      url: ${{ steps.deployment.outputs.page_url }}
    steps:
      - id: deployment
        uses: <DEPLOY>
"""
