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
from topopress.config.case_studies import CaseStudySource
from topopress.config.checked import checked
from topopress.config.checkpoints import Checkpoint, checkpoint_mistakes, published_layer
from topopress.config.comparisons import comparison_mistakes
from topopress.config.contents import (
    CASE_STUDIES,
    ESSAY,
    SETTINGS,
    SITE,
    Contents,
    has_file,
    look_through,
)
from topopress.config.front_matter import without_front_matter
from topopress.config.glossary import NO_TERMS, GlossaryFile, read_glossary_file
from topopress.config.icon import Icon, read_icon
from topopress.config.load_case_studies import (
    chosen_studies,
    exploration_mistakes,
    read_case_studies,
)
from topopress.config.references import ReferencesFile, read_references_file
from topopress.config.schema import Exploration, Site
from topopress.config.tags import tag_mistakes
from topopress.config.text_file import read_text
from topopress.core.errors import ConfigError, TopopressError, suggestion

_Model = TypeVar("_Model", bound=BaseModel)
_NONE = (
    f"no exploration to build; each needs a folder with an {SETTINGS}, and a draft is built only "
    "when named"
)


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
        glossary: The terms that the site defines.
        compared: The explorations whose networks it is compared with.
        is_overlay: Whether its data are those that are laid over the graphs of an exploration.
        checkpoint: The checkpoint whose weights its network has; None without checkpoints.
        place: Its place among the checkpoints.
    """

    name: str
    folder: Path
    settings: Exploration
    toml: str
    essay: str
    essay_path: str
    references: ReferencesFile | None = None
    glossary: GlossaryFile = NO_TERMS
    compared: "tuple[ExplorationSource, ...]" = ()
    is_overlay: bool = False
    checkpoint: Checkpoint | None = None
    place: int = 0

    @property
    def path(self) -> str:
        """Path of its folder below the site's root."""
        return self.name

    @property
    def own(self) -> str:
        """The exploration that is meant where its essay names none: itself."""
        return self.name

    @property
    def draws_on(self) -> None:
        """Its essay may name all explorations."""

    @property
    def laid_over(self) -> "ExplorationSource | None":
        """The source of the new data that are laid over its graphs; None without any.

        It is the same exploration with other data, and asks for nothing further.
        """
        overlay = self.settings.overlay
        if overlay is None:
            return None
        off = {"overlay": None, "anomalies": False, "report": False, "compare": ()}
        settings = self.settings.model_copy(update={**off, "data": overlay.data})
        name = f"{self.name} overlay"
        return replace(self, name=name, settings=settings, compared=(), is_overlay=True)

    @property
    def steps(self) -> "tuple[ExplorationSource, ...]":
        """The same exploration with the network at each checkpoint; itself without any."""
        network = self.settings.network
        if network is None or not network.checkpoints:
            return (self,)
        return tuple(self._at(k, one) for k, one in enumerate(network.checkpoints))

    def _at(self, place: int, checkpoint: Checkpoint) -> "ExplorationSource":
        alone = {"weights": checkpoint.file, "checkpoints": ()}
        network = self.settings.network and self.settings.network.model_copy(update=alone)
        return replace(
            self,
            settings=self.settings.model_copy(update={"network": network}),
            checkpoint=checkpoint,
            place=place,
        )

    @property
    def item(self) -> str:
        """What a stage of the network is done to: the exploration, at its checkpoint."""
        return self.published(self.name)

    @property
    def asks_for_means(self) -> bool:
        """Whether the mean of each sample is kept beside its rows."""
        return self.checkpoint is not None or self.settings.asks_for_means

    def published(self, layer: str) -> str:
        """Return the name by which a layer of the network is published."""
        return published_layer(layer, self.checkpoint.shown) if self.checkpoint else layer

    def of_network(self, published: str) -> str:
        """Return the name in the network of a published layer."""
        return published.removesuffix(self.published("")) if self.checkpoint else published

    def where(self, key: str) -> str:
        """Return the place of a setting, for messages: its file and its key."""
        if self.is_overlay and key.partition(".")[0] == "data":
            key = f"overlay.{key}"
        if self.checkpoint is not None and key.startswith("network.weights"):
            key = key.replace("network.weights", f"network.checkpoints[{self.place}]", 1)
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
        explorations: The wanted explorations.
        others: The other ones.
        case_studies: The wanted case studies.
        other_case_studies: The other ones.
        notices: A sentence on each file or folder of ``content/`` that is not used.
        references: The works that the site can cite; None where there is no such file.
        icon: The site's own icon; None without one.
    """

    root: Path
    site: Site
    explorations: tuple[ExplorationSource, ...]
    others: tuple[ExplorationSource, ...] = ()
    case_studies: tuple[CaseStudySource, ...] = ()
    other_case_studies: tuple[CaseStudySource, ...] = ()
    notices: tuple[str, ...] = ()
    references: ReferencesFile | None = None
    icon: Icon | None = None


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
    icon = _icon(content, site, mistakes)
    read = [_exploration(root, folder, mistakes, notices) for folder in found.folders]
    glossary = _glossary(content, mistakes)
    sources = [
        replace(source, references=references, glossary=glossary)
        for source in read
        if source is not None
    ]
    studies = [
        replace(study, glossary=glossary)
        for study in read_case_studies(root, found.case_studies, references, mistakes)
    ]
    mistakes += _mistakes_between(sources, studies, complete=None not in read)
    if mistakes or site is None:
        raise ConfigError(_report(mistakes, found))
    sources = [_with_compared(source, sources) for source in sources]
    named = _named(sources, studies, names, content)
    wanted = chosen_studies(studies, named, drafts=drafts)
    needed = {name for one in wanted for name in one.settings.explorations} if named else set[str]()
    chosen = [
        one
        for one in sources
        if one.path in named | needed or (not named and (drafts or not one.settings.draft))
    ]
    if not (chosen or wanted):
        raise ConfigError("\n  ".join([f"{content}: {_NONE}", *found.notices]))
    return Project(
        root,
        site,
        _in_order(chosen),
        _in_order(one for one in sources if one not in chosen),
        tuple(wanted),
        tuple(one for one in studies if one not in wanted),
        tuple(notices),
        references,
        icon,
    )


def _mistakes_between(
    sources: Sequence[ExplorationSource], studies: Sequence[CaseStudySource], *, complete: bool
) -> Iterator[str]:
    """Find names that clash or lead nowhere; ``complete`` if all explorations could be read."""
    yield from address_mistakes((each.folder.name, each.settings) for each in sources)
    yield from address_mistakes(
        ((each.folder.name, each.settings) for each in studies), f"{CASE_STUDIES}/", ESSAY
    )
    if complete:
        yield from exploration_mistakes(studies, [each.name for each in sources])
    yield from tag_mistakes(
        [
            *((each.where("tags"), each.settings) for each in sources),
            *((f"{each.essay_path}, tags", each.settings) for each in studies),
        ]
    )
    if complete:
        yield from comparison_mistakes(sources)
    for source in sources:
        for key, sentence in checkpoint_mistakes(source.settings, source.folder):
            yield f"{source.where(key)}: {sentence}"
        key = f"{'network' if source.settings.network else 'data'}.layers"
        yield from layer_mistakes(source.settings, source.where(key))


def _with_compared(
    source: ExplorationSource, sources: Sequence[ExplorationSource]
) -> ExplorationSource:
    by_name = {one.name: one for one in sources}
    return replace(source, compared=tuple(by_name[name] for name in source.settings.compare))


def _references(content: Path, site: Site | None, mistakes: list[str]) -> ReferencesFile | None:
    try:
        style, language = (site.citation_style, site.language) if site else ("numeric", "en")
        return read_references_file(content, style, language)
    except ConfigError as error:
        mistakes.append(str(error))
        return None


def _glossary(content: Path, mistakes: list[str]) -> GlossaryFile:
    try:
        return read_glossary_file(content)
    except ConfigError as error:
        mistakes.append(str(error))
        return NO_TERMS


def _icon(content: Path, site: Site | None, mistakes: list[str]) -> Icon | None:
    try:
        return read_icon(content, site.icon) if site and site.icon else None
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


def _named(
    sources: Sequence[ExplorationSource],
    studies: Sequence[CaseStudySource],
    names: Sequence[str],
    content: Path,
) -> set[str]:
    """Return the paths of the articles that an author names."""
    found = {name: _path_of(name, sources, studies) for name in names}
    unknown = [name for name, path in found.items() if not path]
    if unknown:
        explorations = {one.name for one in sources}
        known = sorted(explorations | {one.path for one in studies})
        hint = suggestion(unknown[0], explorations | {one.name for one in studies}) or "."
        what = "exploration or case study" if studies else "exploration"
        raise ConfigError(
            f"{content}: no {what} {unknown[0]!r}{hint} There are: {', '.join(known) or 'none'}"
        )
    return set(found.values())


def _path_of(
    name: str, sources: Sequence[ExplorationSource], studies: Sequence[CaseStudySource]
) -> str:
    """Return the path of the article that a name stands for: its folder's name, or its address.

    An exploration comes before a case study of its name, which is ``case-studies/NAME`` in full.
    """
    within = name.removeprefix(f"{CASE_STUDIES}/")
    for articles in (sources if within == name else (), studies):
        by_folder = {_composed(one.folder.name): one.path for one in articles}
        by_name = {one.name: one.path for one in articles}
        if path := by_folder.get(_composed(within)) or by_name.get(slug(within)):
            return path
    return ""


def _composed(name: str) -> str:
    """Return a name with letters and marks in one; some systems keep them apart."""
    return unicodedata.normalize("NFC", name)


def _in_order(sources: Iterable[ExplorationSource]) -> tuple[ExplorationSource, ...]:
    return tuple(sorted(sources, key=lambda s: (s.settings.order, s.name)))


def _shown(root: Path, file: Path) -> str:
    return file.relative_to(root).as_posix()
