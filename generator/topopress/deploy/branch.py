"""Pushes a site to a branch of a remote: one commit on top of what is there, never by force.

Nothing of the author's is touched: the commit is made from an index of its own, with the bytes of
the site as they are, and neither the work tree, the index, nor a local branch changes.
"""

import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from topopress.core.counted import counted
from topopress.core.errors import PublishError
from topopress.deploy.git import Git
from topopress.store.site_files import MANIFEST, decode_manifest
from topopress.store.site_folder import KEPT

_FILE = "100644"
Tree = dict[str, tuple[str, str]]
"""Mode and object of each file, by path."""


@dataclass(frozen=True, slots=True)
class Target:
    """A branch of a remote: a remote's name, or an address or a path that git understands."""

    remote: str
    branch: str


@dataclass(frozen=True, slots=True)
class Pushed:
    """What a deployment changed; ``commit`` is None where there was nothing to push."""

    commit: str | None
    is_new: bool
    added: int = 0
    changed: int = 0
    removed: int = 0


def push_site(
    folder: Path,
    files: Mapping[str, bytes],
    root: Path,
    target: Target,
    *,
    message: str,
    replace: bool = False,
) -> Pushed:
    """Push the files of a site's folder as one commit.

    Args:
        folder: The site's folder; only ``files`` of it are pushed.
        files: What is pushed, by path.
        root: The project; its repository's settings and remotes are used if it has one.
        target: Where to.
        message: The message of the commit.
        replace: Remove files of the branch that topopress did not make.

    Raises:
        PublishError: git is not there or fails, the branch has files that topopress did not make,
            or the remote refuses the push; the remote is as it was.
    """
    with _repository(root, target) as git:
        _require_branch(git, target)
        tip = _tip(git, target)
        there = _tree(git, tip) if tip else {}
        kept = _kept(git, tip, there, target, replace=replace) if tip else {}
        wanted = {**kept, **_stored(git, folder, files)}
        if tip and wanted == there:
            return Pushed(None, is_new=False)
        commit = _commit(git, wanted, tip, message)
        refs = f"{commit}:refs/heads/{target.branch}"
        doing = f"{target.branch} cannot be pushed to {target.remote}"
        git.run("push", "--quiet", "--no-verify", target.remote, refs, doing=doing)
    both = wanted.keys() & there.keys()
    return Pushed(
        commit,
        is_new=tip is None,
        added=len(wanted.keys() - there.keys()),
        changed=sum(wanted[path] != there[path] for path in both),
        removed=len(there.keys() - wanted.keys()),
    )


@contextmanager
def _repository(root: Path, target: Target) -> Iterator[Git]:
    """Yield the project's repository, or an empty one where the remote is an address."""
    status, found, _ = Git(root).attempt(("rev-parse", "--absolute-git-dir"))
    with tempfile.TemporaryDirectory() as scratch:
        environment = {"GIT_INDEX_FILE": str(Path(scratch) / "index")}
        if status == 0:
            yield Git(root, {**environment, "GIT_DIR": found.strip()})
            return
        if not {"/", ":", "\\"} & set(target.remote):
            raise PublishError(
                f"{root.resolve()}: is in no git repository, so there is no remote "
                f"{target.remote!r}; run `git init` and `git remote add {target.remote} ADDRESS`, "
                "or give the address as --remote"
            )
        own = Path(scratch) / "repository"
        Git(root).run("init", "--quiet", "--bare", str(own), doing="a repository cannot be made")
        yield Git(root, {**environment, "GIT_DIR": str(own)})


def _require_branch(git: Git, target: Target) -> None:
    if target.remote.startswith("-"):
        raise PublishError(f"--remote {target.remote!r}: must not begin with a hyphen")
    if git.attempt(("check-ref-format", "--branch", target.branch))[0]:
        raise PublishError(f"--branch {target.branch!r}: is no name of a branch")


def _tip(git: Git, target: Target) -> str | None:
    """Return the last commit of the branch, fetched; None where there is no such branch."""
    name, doing = f"refs/heads/{target.branch}", f"the remote {target.remote} cannot be read"
    listed = git.run("ls-remote", target.remote, name, doing=doing)
    if not listed:
        return None
    tip = listed.split()[0]
    fetch = ("fetch", "--quiet", "--no-tags", "--no-write-fetch-head")
    git.run(*fetch, target.remote, name, doing=doing)
    return tip


def _tree(git: Git, tip: str) -> Tree:
    listed = git.run("ls-tree", "-r", "-z", "--full-tree", tip, doing="the branch cannot be read")
    entries = (entry.partition("\t") for entry in listed.split("\0") if entry)
    return {path: (head.split()[0], head.split()[2]) for head, _, path in entries}


def _kept(git: Git, tip: str, there: Tree, target: Target, *, replace: bool) -> Tree:
    """Return the files of the branch that stay beside the site."""
    kept = {path: entry for path, entry in there.items() if path.partition("/")[0] in KEPT}
    ours = set[str]()
    if MANIFEST in there:
        doing = "the branch's list of files cannot be read"
        text = git.run("cat-file", "blob", f"{tip}:{MANIFEST}", doing=doing)
        ours = {MANIFEST, *(decode_manifest(text.encode()) or {})}
    strangers = sorted(there.keys() - kept.keys() - ours)
    if strangers and not replace:
        others = counted(len(strangers), "such file")
        raise PublishError(
            f"{strangers[0]}, on the branch {target.branch}: not made by topopress ({others}); "
            "deploying would remove it. Choose another --branch, or repeat this with --replace; "
            "what is removed stays in the history of the branch"
        )
    return kept


def _stored(git: Git, folder: Path, files: Mapping[str, bytes]) -> Tree:
    """Store the files as git's objects, byte by byte, without filters."""
    paths = sorted(files)
    given = "".join(f"{folder.resolve() / path}\n" for path in paths)
    arguments = ("hash-object", "-w", "--no-filters", "--stdin-paths")
    doing = "the site cannot be stored in the repository"
    objects = git.run(*arguments, given=given.encode(), doing=doing).split("\n")
    return {path: (_FILE, one) for path, one in zip(paths, objects, strict=True)}


def _commit(git: Git, wanted: Tree, tip: str | None, message: str) -> str:
    doing = "the commit cannot be made"
    entries = (f"{mode} {one}\t{path}\0" for path, (mode, one) in sorted(wanted.items()))
    git.run("update-index", "-z", "--index-info", given="".join(entries).encode(), doing=doing)
    tree = git.run("write-tree", doing=doing)
    parents = ("-p", tip) if tip else ()
    return git.run("commit-tree", tree, *parents, given=message.encode(), doing=doing)
