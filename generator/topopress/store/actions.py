"""What a stored artifact is the result of. The hash of this is its name."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from functools import cache, cached_property
from importlib.metadata import PackageNotFoundError, version
from platform import python_version
from typing import Any

from topopress.store.canonical import Json, canonical, sha256

LAYOUT = 1
"""Version of everything on disk; part of every key."""


@dataclass(frozen=True)
class Action:
    """One computation, described so fully that equal descriptions have equal results.

    Attributes:
        stage: What is done, such as ``mapper``.
        item: What it is done to, such as ``photographs/block5``; with the stage unique in a build.
        inputs: SHA-256 of the content of each input, by a name people understand.
        params: Settings the result depends on, as JSON.
        code: Digest of the code that does it; see ``topopress.store.code``.
        libraries: Versions of the libraries that shape the result.
    """

    stage: str
    item: str
    inputs: Mapping[str, str] = field(default_factory=dict)
    params: Mapping[str, Json] = field(default_factory=dict)
    code: str = ""
    libraries: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def description(self) -> dict[str, Any]:
        """The action as JSON, as the record keeps it: a snapshot, taken once."""
        described = {each.name: getattr(self, each.name) for each in fields(self)}
        snapshot: dict[str, Any] = json.loads(canonical(described))
        return snapshot

    @cached_property
    def key(self) -> str:
        """SHA-256 of the action's canonical JSON."""
        return key_of(self.description)

    def __str__(self) -> str:
        return f"{self.stage} {self.item}"


def key_of(description: Mapping[str, Any]) -> str:
    """Return the key of an action's description."""
    return sha256(canonical({"layout": LAYOUT, **description}))


def versions(*distributions: str) -> dict[str, str]:
    """Return the installed versions of distributions, for ``Action.libraries``.

    ``python`` stands for the interpreter; what is not installed is ``absent``.
    """
    return {name: _version(name) for name in distributions}


@cache
def _version(distribution: str) -> str:
    try:
        return python_version() if distribution == "python" else version(distribution)
    except PackageNotFoundError:
        return "absent"
