"""``topopress new``: a site to start from, or a further exploration of a site that is there.

What is written comes from the folders of ``templates/new_sites``. Nothing is overwritten.
"""

import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from topopress.config.addresses import RESERVED, layer_address, slug
from topopress.config.contents import CASE_STUDIES, ESSAY, SITE
from topopress.config.load import load_project
from topopress.core.errors import ConfigError, suggestion
from topopress.core.file_names import is_portable
from topopress.core.resources import templates

CONTENT, README, IGNORE = "content", "README.md", ".gitignore"
IGNORED = "public/\n.topopress/\n.*.lock\n"


@dataclass(frozen=True, slots=True)
class Template:
    """A kind of site.

    Attributes:
        wish: What one wants, as the question has it.
        folders: Folders of ``new_sites``; files of later ones replace those of earlier ones.
        part: The folder below ``content/`` that a site which is there can get; empty if none.
    """

    wish: str
    folders: tuple[str, ...]
    part: str = ""


_BASE = ("vectors",)
TEMPLATES = {
    "pictures": Template("an exploration of pictures", ("pictures",), "first"),
    "words": Template("an exploration of words in their sentences", ("words",), "senses"),
    "vectors": Template("an exploration of vectors of my own", ("vectors",), "digits"),
    "case-study": Template("a case study that argues from an exploration", (*_BASE, "case-study")),
    "supplement": Template("the supplement of a paper", (*_BASE, "supplement")),
}
DEFAULT = "pictures"
CASE_STUDY = "case-study"
ADDED = (*(name for name, one in TEMPLATES.items() if one.part), CASE_STUDY)
"""What a site that is there can get."""


def write_new_site(folder: Path, template: str = DEFAULT) -> tuple[str, ...]:
    """Write a site into a folder, which may hold other things.

    Returns:
        Those of README.md and .gitignore that were there, and stay as they are.

    Raises:
        ConfigError: something that would be written is there already, or cannot be written.
    """
    with _disk_errors(folder):
        if folder.exists() and not folder.is_dir():
            raise ConfigError(f"{folder}: is a file; name a folder")
        if _is_there(folder / CONTENT):
            raise ConfigError(
                f"{folder}: has {CONTENT} already, and nothing is overwritten; choose another "
                "folder, or move that elsewhere"
            )
        folder.mkdir(parents=True, exist_ok=True)
        sources = [templates() / "new_sites" / one for one in TEMPLATES[template].folders]
        _copy([one / CONTENT for one in sources], folder / CONTENT)
        texts = {README: (sources[-1] / README).read_text("utf-8"), IGNORE: IGNORED}
        kept = tuple(name for name in texts if _is_there(folder / name))
        for name in texts.keys() - kept:
            (folder / name).write_text(texts[name], "utf-8")
    return kept


def add_to_site(root: Path, kind: str, name: str) -> Path:
    """Add an exploration or a case study to a site that is there, and return its folder.

    Raises:
        ConfigError: there is no site, no such kind, or the name cannot be used or is taken.
    """
    if kind not in ADDED:
        raise ConfigError(
            f"{kind!r}: a site cannot get that{suggestion(kind, ADDED)}; it can get one of "
            f"{', '.join(ADDED)}"
        )
    if not (root / CONTENT / SITE).is_file():
        raise ConfigError(
            f"{root / CONTENT}: has no {SITE}, so there is no site to add to; `topopress new "
            f"FOLDER --template {kind}` starts one"
        )
    if name != slug(name) or not is_portable(name) or name in RESERVED:
        hint = f", such as {slug(name)!r}" if slug(name) and slug(name) != name else ""
        raise ConfigError(
            f"{name!r}: must be a name of lower-case letters a to z, digits and hyphens{hint}; it "
            "becomes an address"
        )
    folder = root / CONTENT / (f"{CASE_STUDIES}/{name}" if kind == CASE_STUDY else name)
    if _is_there(folder):
        raise ConfigError(f"{folder}: is there already, and nothing is overwritten")
    with _disk_errors(folder):
        if kind == CASE_STUDY:
            _add_case_study(root, folder)
        else:
            _add_exploration(TEMPLATES[kind], folder)
    return folder


def _add_exploration(template: Template, folder: Path) -> None:
    sources = [templates() / "new_sites" / one for one in template.folders]
    _copy([one / CONTENT / template.part for one in sources], folder)
    essay = folder / ESSAY
    text = essay.read_text("utf-8").replace(f"/{template.part}/", f"/{folder.name}/")
    essay.write_text(text, "utf-8")


def _add_case_study(root: Path, folder: Path) -> None:
    """Write a case study that draws on the first exploration of the site, and its last layer."""
    exploration = load_project(root).explorations[0]
    text = (templates() / "new_sites/added/case-study.md").read_text("utf-8")
    layer = layer_address(exploration.settings.layers[-1])
    folder.mkdir(parents=True)
    text = text.replace("EXPLORATION", exploration.name).replace("LAYER", layer)
    (folder / ESSAY).write_text(text, "utf-8")


@contextmanager
def _disk_errors(folder: Path) -> Iterator[None]:
    """Turn the errors of a disk into a message."""
    try:
        yield
    except OSError as error:
        raise ConfigError(
            f"{error.filename or folder}: cannot be written: {error.strerror or error}"
        ) from error


def _is_there(path: Path) -> bool:
    return path.exists() or path.is_symlink()


def _copy(sources: list[Path], target: Path) -> None:
    """Copy folders into one, under another name first, so that no half of it stands there."""
    staged = target.with_name(f".{target.name}.new-{secrets.token_hex(4)}")
    try:
        for source in sources:
            shutil.copytree(source, staged, dirs_exist_ok=True)
        staged.rename(target)
    finally:
        shutil.rmtree(staged, ignore_errors=True)
