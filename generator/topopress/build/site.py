"""The whole site: every exploration, the pages, and their publication in one step."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from topopress.build.checking import check_links, check_texts
from topopress.build.exploration import build_exploration, check_inputs
from topopress.build.plan import plan_exploration
from topopress.config.load import ExplorationSource, Project, load_project
from topopress.core.errors import DataError, NetworkError, PageError
from topopress.core.progress import SILENT, Progress
from topopress.pages.site.check import check_site
from topopress.pages.site.own_templates import from_own_templates
from topopress.pages.site.render import render_site
from topopress.pages.sources import PageSource
from topopress.stage.executor import Executor, NotStored
from topopress.stage.listener import Listener
from topopress.store.canonical import sha256_of_file
from topopress.store.garbage import Collected
from topopress.store.publish import claimed_output, publish
from topopress.store.store import Store

STORE = ".topopress"
OUT = "public"


@dataclass(frozen=True, slots=True)
class Built:
    """The site that a build published, and whether anything in it changed."""

    out: Path
    changed: bool
    n_files: int
    n_bytes: int
    sources: tuple[PageSource, ...]

    @property
    def explorations(self) -> tuple[str, ...]:
        """The names of the explorations on the site."""
        return tuple(source.name for source in self.sources)


def build_site(  # noqa: PLR0913 - each by name
    root: Path,
    *,
    out: Path | None = None,
    names: tuple[str, ...] = (),
    listener: Listener,
    progress: Progress = SILENT,
    device: str = "cpu",
    durable: bool = True,
    rerun: bool = False,
) -> Built:
    """Build and publish the site of a project; reuse every stage that is up to date.

    Args:
        root: Folder that holds ``content/``.
        out: Folder of the site; ``public/`` in the root if None.
        names: Build only these explorations; the others stay on the site if all of theirs is
            stored, and are left out with a notice otherwise.
        listener: Is told what runs.
        progress: Is told how far long work is.
        device: Where networks compute, in torch's words.
        durable: Make the published files survive a power cut; a preview need not.
        rerun: Run authors' code again, even if nothing it read has changed.

    Raises:
        TopopressError: any mistake of the author's; what was published stays as it was.
    """
    project = load_project(root, names)
    for notice in project.notices:
        listener.notice(notice)
    check_texts(project)
    out = out or root / OUT
    with claimed_output(out, project=root), Store(root / STORE) as store:
        sources = _explorations(
            project,
            lambda: Executor(store, listener, progress, device=device, rerun=rerun),
        )
        sources += _stored_others(project, store, listener) if names else []
        files = render_pages(root, project, sources)
        changed = publish(files, out, durable=durable, project=root)
    return Built(
        out=out,
        changed=changed,
        n_files=len(files),
        n_bytes=sum(map(len, files.values())),
        sources=tuple(sources),
    )


def _explorations(project: Project, new_executor: Callable[[], Executor]) -> list[PageSource]:
    """Build all explorations, after the inputs of all of them are found usable."""
    prepared = []
    for source in project.explorations:
        with new_executor() as executor, source.named():
            plan = plan_exploration(source, executor.store.hash_file)
            check_inputs(executor, plan)
            prepared.append((executor, plan))
    sources = []
    for executor, plan in prepared:
        # Networks are opened again, so that several are not in memory together.
        with executor, plan.source.named():
            sources.append(build_exploration(executor, plan))
    return sources


def plan_site(root: Path, names: tuple[str, ...] = ()) -> str:
    """Return the stages of the explorations, one a line, in the order in which they run.

    Nothing runs; only input files are hashed. See ``build_site`` for the arguments.
    """
    plans = []
    for source in load_project(root, names).explorations:
        with source.named():
            plans.append(str(plan_exploration(source, sha256_of_file)))
    return "\n".join(plans)


def clean_store(root: Path, listener: Listener) -> Collected:
    """Remove from the store what the present content does not need.

    Drafts are content too. Where an exploration is not built, its inputs are not there, or its
    essay has a mistake so that nobody knows which pictures it shows, the last result of each stage
    and item is kept instead.

    Raises:
        BusyError: while a build uses the store.
    """
    with Store(root / STORE) as store:
        executor = Executor(store, listener, only_stored=True)
        try:
            for source in load_project(root, drafts=True).explorations:
                _stored(executor, source)
        except (NotStored, PageError, DataError, NetworkError):
            return store.collect_garbage()
        return store.collect_garbage(keep=store.used)


def render_pages(root: Path, project: Project, sources: list[PageSource]) -> dict[str, bytes]:
    """Render all pages and check them.

    Raises:
        PageError: one report of everything that is wrong with the pages.
    """
    check_links(project, sources)
    ordered = sorted(sources, key=lambda s: (s.settings.order, s.name))
    files = render_site(
        project.site,
        ordered,
        templates=root / "templates",
        translations=root / "translations",
    )
    problems = check_site(files)
    if problems:
        problems += from_own_templates(root / "templates")
        raise PageError("\n".join(["the pages have mistakes:", *(f"  {p}" for p in problems)]))
    return files


def _stored(executor: Executor, source: ExplorationSource) -> PageSource:
    with source.named():
        return build_exploration(executor, plan_exploration(source, executor.store.hash_file))


def _stored_others(project: Project, store: Store, listener: Listener) -> list[PageSource]:
    executor = Executor(store, listener, only_stored=True)
    kept = []
    for source in project.others:
        try:
            if not source.settings.draft:
                kept.append(_stored(executor, source))
        except NotStored:
            listener.notice(
                f"{source.name} is not built yet and is left out; `topopress build` builds it too"
            )
    return kept
