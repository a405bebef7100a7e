"""Read the content folder; report every mistake in it at once, each with its place."""

import json
import re
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from topopress.config.mistakes import sentences
from topopress.config.schema import Exploration, Site
from topopress.core.errors import ConfigError, TopopressError, suggestion

_Model = TypeVar("_Model", bound=BaseModel)
RESERVED = frozenset({"assets", "index", "404"})


@dataclass(frozen=True, slots=True)
class ExplorationSource:
    """One folder below ``content/``.

    Attributes:
        name: The folder's name as addresses use it.
        folder: The folder itself; relative paths in the settings start here.
        toml: The text of its ``exploration.toml``.
        essay: The text of its ``index.md``; empty if there is none.
        essay_path: Where the essay is, for messages.
    """

    name: str
    folder: Path
    settings: Exploration
    toml: str
    essay: str
    essay_path: str

    def where(self, key: str) -> str:
        """Return the place of a setting, for messages: its file and its key."""
        return f"content/{self.folder.name}/exploration.toml, {key}"

    @contextmanager
    def named(self) -> Iterator[None]:
        """Put the file of the settings before the messages of errors that begin with a key."""
        try:
            yield
        except TopopressError as error:
            key, colon, _ = str(error).partition(":")
            if not colon or key.partition(".")[0] not in Exploration.model_fields:
                raise
            raise type(error)(self.where(str(error))) from error


@dataclass(frozen=True, slots=True)
class Project:
    """A checked ``content/`` folder below ``root``: the wanted explorations, and the others."""

    root: Path
    site: Site
    explorations: tuple[ExplorationSource, ...]
    others: tuple[ExplorationSource, ...] = ()


def load_project(root: Path, names: Sequence[str] = (), *, drafts: bool = False) -> Project:
    """Read and check all of ``root/content``.

    Without names, all explorations are wanted but for drafts, unless those are wanted as well.

    Raises:
        ConfigError: one report with all mistakes in all files.
    """
    content = root / "content"
    if not content.is_dir():
        raise ConfigError(
            f"{content}: no such folder; `topopress new FOLDER` makes a site to start from"
        )
    mistakes: list[str] = []
    site = _settings(root, content / "site.toml", Site, mistakes)
    found = [_exploration(root, folder, mistakes) for folder in _folders(content)]
    sources = [source for source in found if source is not None]
    mistakes += _name_clashes(folder for folder in _folders(content))
    if mistakes or site is None:
        several = f"{len(mistakes)} mistakes:\n  " if len(mistakes) > 1 else ""
        raise ConfigError(several + "\n  ".join(mistakes))
    chosen = _chosen(sources, names, content, drafts=drafts)
    wanted = {source.name for source in chosen}
    others = (source for source in sources if source.name not in wanted)
    return Project(root, site, chosen, _in_order(others))


def slug(name: str) -> str:
    """Return a name as addresses use it: lower-case letters, digits and hyphens."""
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")


def _folders(content: Path) -> list[Path]:
    return sorted(path.parent for path in content.glob("*/exploration.toml"))


def _exploration(root: Path, folder: Path, mistakes: list[str]) -> ExplorationSource | None:
    file = folder / "exploration.toml"
    settings = _settings(root, file, Exploration, mistakes)
    if settings is None:
        return None
    essay = folder / "index.md"
    return ExplorationSource(
        name=slug(folder.name),
        folder=folder,
        settings=settings,
        toml=file.read_text("utf-8"),
        essay=_text(root, essay, mistakes) if essay.is_file() else "",
        essay_path=_shown(root, essay),
    )


def _settings(root: Path, file: Path, model: type[_Model], mistakes: list[str]) -> _Model | None:
    shown = _shown(root, file)
    if not file.is_file():
        mistakes.append(f"{shown}: no such file; `topopress new FOLDER` shows what belongs in it")
        return None
    try:
        # Through JSON, because strict validation takes TOML's arrays for tuples only there.
        document = tomllib.loads(_text(root, file, mistakes))
        return model.model_validate_json(json.dumps(document, default=str))
    except tomllib.TOMLDecodeError as error:
        mistakes.append(f"{shown}: not valid TOML: {error}")
    except ValidationError as error:
        mistakes += [f"{shown}, {sentence}" for sentence in sentences(error, model)]
    return None


def _text(root: Path, file: Path, mistakes: list[str]) -> str:
    try:
        return file.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        mistakes.append(f"{_shown(root, file)}: cannot be read as UTF-8 text: {error}")
        return ""


def _name_clashes(folders: Iterable[Path]) -> list[str]:
    seen: dict[str, str] = {}
    mistakes = []
    for folder in folders:
        name = slug(folder.name)
        if not name or name in RESERVED:
            mistakes.append(
                f"content/{folder.name}: cannot be an address; use letters, digits and hyphens, "
                f"and none of {', '.join(sorted(RESERVED))}"
            )
        elif name in seen:
            mistakes.append(
                f"content/{folder.name}: has the same address {name!r} as content/{seen[name]}; "
                "rename one of the folders"
            )
        seen.setdefault(name, folder.name)
    return mistakes


def _chosen(
    sources: list[ExplorationSource], names: Sequence[str], content: Path, *, drafts: bool
) -> tuple[ExplorationSource, ...]:
    by_name = {source.name: source for source in sources}
    unknown = [name for name in names if slug(name) not in by_name]
    if unknown:
        known = ", ".join(sorted(by_name)) or "none"
        hint = suggestion(unknown[0], by_name)
        raise ConfigError(f"{content}: no exploration {unknown[0]!r}{hint} There are: {known}")
    wanted = {slug(name) for name in names}
    chosen = [
        s for s in sources if (s.name in wanted if wanted else drafts or not s.settings.draft)
    ]
    if not chosen:
        raise ConfigError(
            f"{content}: no exploration to build; each needs a folder with an exploration.toml, "
            "and a draft is built only when named"
        )
    return _in_order(chosen)


def _in_order(sources: Iterable[ExplorationSource]) -> tuple[ExplorationSource, ...]:
    return tuple(sorted(sources, key=lambda s: (s.settings.order, s.name)))


def _shown(root: Path, file: Path) -> str:
    return file.relative_to(root).as_posix()
