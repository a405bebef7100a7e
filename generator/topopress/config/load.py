"""Read the content folder; report every mistake in it at once, each with its place."""

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel

from topopress.config.address_checks import address_mistakes, address_of, layer_mistakes
from topopress.config.addresses import slug
from topopress.config.checked import checked
from topopress.config.contents import ESSAY, SETTINGS, SITE, Contents, has_file, look_through
from topopress.config.front_matter import without_front_matter
from topopress.config.references import ReferencesFile, read_references_file
from topopress.config.schema import Exploration, Site
from topopress.config.text_file import read_text
from topopress.core.errors import ConfigError, TopopressError, suggestion

_Model = TypeVar("_Model", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class ExplorationSource:
    """One folder below ``content/``.

    Attributes:
        name: The exploration's name as addresses use it.
        folder: The folder itself; relative paths in the settings start here.
        toml: The text of its ``exploration.toml``, without a byte order mark.
        essay: The text of its ``index.md``; empty if there is none.
        essay_path: Where the essay is, for messages.
        references: The works that the site can cite; None where there is no such file.
    """

    name: str
    folder: Path
    settings: Exploration
    toml: str
    essay: str
    essay_path: str
    references: ReferencesFile | None = None

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
    """A checked ``content/`` folder below ``root``.

    Attributes:
        explorations: The wanted ones.
        others: The others.
        notices: A sentence on each file or folder of ``content/`` that is not used.
        references: The works that the site can cite; None where there is no such file.
    """

    root: Path
    site: Site
    explorations: tuple[ExplorationSource, ...]
    others: tuple[ExplorationSource, ...] = ()
    notices: tuple[str, ...] = ()
    references: ReferencesFile | None = None


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
    found = look_through(content)
    mistakes, notices = list[str](), [*found.notices]
    site = _settings(root, content / SITE, Site, mistakes)
    references = _references(content, site, mistakes)
    read = [_exploration(root, folder, mistakes, notices) for folder in found.folders]
    sources = [replace(source, references=references) for source in read if source is not None]
    mistakes += address_mistakes([(each.folder.name, each.settings) for each in sources])
    for source in sources:
        mistakes += layer_mistakes(
            source.settings,
            source.where(f"{'network' if source.settings.network else 'data'}.layers"),
        )
    if mistakes or site is None:
        raise ConfigError(_report(mistakes, found))
    chosen = _chosen(sources, names, found, content, drafts=drafts)
    wanted = {source.name for source in chosen}
    others = (source for source in sources if source.name not in wanted)
    return Project(root, site, chosen, _in_order(others), tuple(notices), references)


def _references(content: Path, site: Site | None, mistakes: list[str]) -> ReferencesFile | None:
    try:
        return read_references_file(content, site.citation_style if site else "numeric")
    except ConfigError as error:
        mistakes.append(str(error))
        return None


def _report(mistakes: Sequence[str], found: Contents) -> str:
    several = f"{len(mistakes)} mistakes:\n  " if len(mistakes) > 1 else ""
    return "\n  ".join([several + mistakes[0], *mistakes[1:], *found.notices])


def _exploration(
    root: Path, folder: Path, mistakes: list[str], notices: list[str]
) -> ExplorationSource | None:
    file, essay = folder / SETTINGS, folder / ESSAY
    settings = _settings(root, file, Exploration, mistakes)
    try:
        text = read_text(essay, _shown(root, essay)) if has_file(folder, ESSAY) else ""
        if settings is None:
            return None
        toml = read_text(file, _shown(root, file))
    except ConfigError as error:
        mistakes.append(str(error))
        return None
    text, lines = without_front_matter(text)
    if lines:
        notices.append(
            f"{_shown(root, essay)}, lines 1 to {lines}: not used; title, authors and date are "
            f"read from {SETTINGS}"
        )
    return ExplorationSource(
        name=address_of(folder.name, settings),
        folder=folder,
        settings=settings,
        toml=toml,
        essay=text,
        essay_path=_shown(root, essay),
    )


def _settings(root: Path, file: Path, model: type[_Model], mistakes: list[str]) -> _Model | None:
    shown = _shown(root, file)
    if not has_file(file.parent, file.name):
        mistakes.append(f"{shown}: no such file; `topopress new FOLDER` shows what belongs in it")
        return None
    try:
        settings, wrong = checked(read_text(file, shown), shown, model)
    except ConfigError as error:
        mistakes.append(str(error))
        return None
    mistakes += [f"{shown}, {key}: {sentence}" for key, sentence in wrong.items()]
    return settings


def _chosen(
    sources: list[ExplorationSource],
    names: Sequence[str],
    found: Contents,
    content: Path,
    *,
    drafts: bool,
) -> tuple[ExplorationSource, ...]:
    by_name = {source.name: source for source in sources}
    by_folder = {_composed(source.folder.name): source.name for source in sources}
    wanted = {by_folder.get(_composed(name), slug(name)): name for name in names}
    unknown = [name for address, name in wanted.items() if address not in by_name]
    if unknown:
        known = ", ".join(sorted(by_name)) or "none"
        hint = suggestion(unknown[0], by_name) or "."
        raise ConfigError(f"{content}: no exploration {unknown[0]!r}{hint} There are: {known}")
    chosen = [
        s for s in sources if (s.name in wanted if wanted else drafts or not s.settings.draft)
    ]
    if not chosen:
        none = (
            f"{content}: no exploration to build; each needs a folder with an {SETTINGS}, and a "
            "draft is built only when named"
        )
        raise ConfigError("\n  ".join([none, *found.notices]))
    return _in_order(chosen)


def _composed(name: str) -> str:
    """Return a name with letters and marks in one; some systems keep them apart."""
    return unicodedata.normalize("NFC", name)


def _in_order(sources: Iterable[ExplorationSource]) -> tuple[ExplorationSource, ...]:
    return tuple(sorted(sources, key=lambda s: (s.settings.order, s.name)))


def _shown(root: Path, file: Path) -> str:
    return file.relative_to(root).as_posix()
