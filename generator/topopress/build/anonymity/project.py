"""A project without its authors: what is rendered from it names none in a place of ours."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import PurePosixPath, PureWindowsPath

from topopress.build.anonymity.search import Search
from topopress.config.load import ExplorationSource, Project
from topopress.config.toml import Plain, as_toml

_HOLDER = re.compile(r"(?i)(\s*copyright\s*(?:\(c\)|©)?\s*[\d,\s–-]*\d)")
WITHHELD = "The authors (names withheld for review)"


def anonymous_project(project: Project, search: Search) -> Project:
    """Return a project without authors, addresses, and a licence that names somebody."""
    site = project.site
    named = bool(site.license and search.in_text("", site.license))
    less: dict[str, object] = {"authors": (), "people": {}, "url": None, "repository": None}
    return replace(
        project,
        site=site.model_copy(update={**less, **({"license": None} if named else {})}),
        explorations=tuple(map(_anonymous, project.explorations)),
        others=tuple(map(_anonymous, project.others)),
    )


def anonymous_licence(text: str, search: Search) -> str:
    """Return a licence without its holder: lines of copyright lose who holds it."""
    return "\n".join(_without_holder(line, search) for line in text.split("\n"))


def _without_holder(line: str, search: Search) -> str:
    found = _HOLDER.match(line)
    if found:
        return f"{found[1].rstrip()} {WITHHELD}"
    return "" if search.in_text("", line) else line


def _anonymous(source: ExplorationSource) -> ExplorationSource:
    return replace(
        source,
        settings=source.settings.model_copy(update={"authors": ()}),
        toml=_anonymous_toml(source.toml),
    )


def _anonymous_toml(toml: str) -> str:
    """Return settings without authors, comments, and the folders of absolute paths."""
    table = {key: value for key, value in tomllib.loads(toml).items() if key != "authors"}
    return as_toml({key: _shortened(value) for key, value in table.items()})


def _shortened(value: object) -> Plain:
    if isinstance(value, dict):
        return {str(key): _shortened(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_shortened(inner) for inner in value]
    if isinstance(value, str):
        return _without_folders(value)
    return value if isinstance(value, bool | int | float) else str(value)


def _without_folders(text: str) -> str:
    """Return a setting; of an absolute path only the name of the file stays."""
    scheme, path = ("file:", text[5:]) if text.startswith("file:") else ("", text)
    if path.startswith(("/", "~")):
        return scheme + PurePosixPath(path).name
    if re.match(r"[A-Za-z]:[\\/]|\\\\", path):
        return scheme + PureWindowsPath(path).name
    return text


def texts_of(project: Project) -> Iterator[tuple[str, str]]:
    """Yield the author's own texts that are published, with their paths."""
    for source in (*project.explorations, *project.others):
        yield source.essay_path, source.essay
    if project.references is not None:
        yield project.references.path, project.references.text
