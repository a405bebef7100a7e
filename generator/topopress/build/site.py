"""The whole site: every exploration, the pages, and their publication in one step."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from topopress.build.articles import Articles, MakePictures, gather, selection
from topopress.build.checking import check_texts
from topopress.build.checkpoints import pictures_of
from topopress.build.crew import Crew, Orders, share_of
from topopress.build.exploration import build_exploration, check_inputs
from topopress.build.forecast import forecast_of
from topopress.build.plan import Plan, plan_exploration
from topopress.config.load import ExplorationSource, Project, load_project
from topopress.core.errors import DataError, NetworkError, PageError
from topopress.core.progress import SILENT, Progress
from topopress.kinds.pictures import PictureRequest, TextFigure
from topopress.pages.site.check import check_site
from topopress.pages.site.own_templates import from_own_templates
from topopress.pages.site.render import render_site
from topopress.pages.sources import PageSource
from topopress.stage.executor import Executor, NotStored
from topopress.stage.listener import Listener
from topopress.stage.together import Planned, Worker
from topopress.store.garbage import Collected
from topopress.store.publish import claimed_output, publish
from topopress.store.store import Store

STORE = ".topopress"
OUT = "public"


_Built = tuple[Executor, Plan, PageSource]
"""An exploration that is built, and what makes more of it."""


@dataclass(frozen=True, slots=True)
class Built:
    """The site that a build published, and whether anything in it changed."""

    out: Path
    changed: bool
    n_files: int
    n_bytes: int
    articles: Articles


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
    workers: int = 1,
) -> Built:
    """Build and publish the site of a project; reuse every stage that is up to date.

    Args:
        root: Folder that holds ``content/``.
        out: Folder of the site; ``public/`` in the root if None.
        names: Build only these explorations, and those that these case studies draw on. The
            others stay on the site if their graphs are stored, and are left out with a notice
            otherwise. Pictures that texts ask for are made of all that stay.
        listener: Is told what runs.
        progress: Is told how far long work is.
        device: Where networks compute, in torch's words.
        durable: Make the published files survive a power cut; a preview need not.
        rerun: Run authors' code again, even if nothing it read has changed.
        workers: Processes of this machine that compute, this one included.

    Raises:
        TopopressError: any mistake of the author's; what was published stays as it was.
    """
    project = load_project(root, names)
    for notice in project.notices:
        listener.notice(notice)
    check_texts(project)
    out = out or root / OUT
    with claimed_output(out, project=root), Store(root / STORE) as store:

        def new_executor() -> Executor:
            return Executor(store, listener, progress, device=device, rerun=rerun)

        orders = Orders(root, root / STORE, names, device, share_of(workers))
        crew = Crew(orders, workers - 1, listener) if workers > 1 else None
        articles = _articles(project, store, new_executor, listener, others=bool(names), crew=crew)
        files = render_pages(root, project, articles)
        changed = publish(files, out, durable=durable, project=root)
    return Built(
        out=out,
        changed=changed,
        n_files=len(files),
        n_bytes=sum(map(len, files.values())),
        articles=articles,
    )


def pages_of(
    root: Path, project: Project, listener: Listener, progress: Progress, device: str
) -> tuple[Articles, dict[str, bytes]]:
    """Build a project and return what it publishes with the files of its site, unpublished.

    Explorations that are not wanted are there if they are stored, but for drafts.

    Raises:
        TopopressError: any mistake of the author's.
    """
    for notice in project.notices:
        listener.notice(notice)
    check_texts(project)
    with Store(root / STORE) as store:

        def new_executor() -> Executor:
            return Executor(store, listener, progress, device=device)

        articles = _articles(project, store, new_executor, listener, others=True)
        return articles, render_pages(root, project, articles)


def _articles(
    project: Project,
    store: Store,
    new_executor: Callable[[], Executor],
    listener: Listener,
    *,
    others: bool,
    crew: Crew | None = None,
) -> Articles:
    """Build what is wanted; with ``others``, add the other explorations that are stored."""
    built = _explorations(project, new_executor, crew)
    built += _stored_others(project, store, new_executor) if others else []
    sources = [source for _, _, source in built]
    for notice in selection(project, {source.name for source in sources}).notices:
        listener.notice(notice)
    return gather(project, sources, _pictures_of(built))


def _explorations(
    project: Project, new_executor: Callable[[], Executor], crew: Crew | None
) -> list[_Built]:
    """Build all explorations, after the inputs of all of them are found usable."""
    prepared = []
    for source in project.explorations:
        with new_executor() as executor, source.named():
            plan = plan_exploration(source, executor.store.hash_file)
            check_inputs(executor, plan)
            prepared.append((executor, plan))
    if prepared:
        prepared[0][0].listener.expects(forecast_of(prepared))
    if prepared and crew is not None:
        _compute_together(prepared, crew)
    built = []
    for executor, plan in prepared:
        # Networks are opened again, so that several are not in memory together.
        with executor, plan.source.named():
            built.append((executor, plan, build_exploration(executor, plan)))
    return built


def _compute_together(prepared: Sequence[tuple[Executor, Plan]], crew: Crew) -> None:
    """Compute with the crew all that the store lacks."""
    with ExitStack() as stack:
        for executor, _ in prepared:
            stack.enter_context(executor)
        claims = stack.enter_context(prepared[0][0].store.claims())
        stack.enter_context(crew)
        Worker(claims, look_up=crew.hear).work(
            Planned(executor, tuple(plan.stages()), plan.source.named)
            for executor, plan in prepared
        )
        crew.hear()


def _pictures_of(built: Iterable[_Built]) -> MakePictures:
    """Return what makes the pictures that texts ask for, of any exploration that is built."""
    by_name = {source.name: (executor, plan) for executor, plan, source in built}

    def pictures(name: str, asked: Sequence[PictureRequest]) -> Mapping[PictureRequest, TextFigure]:
        executor, plan = by_name[name]
        with executor, plan.source.named():
            return pictures_of(executor, plan.kind, plan.steps, asked)

    return pictures


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
        project = load_project(root, drafts=True)
        try:
            built = [_stored(executor, source) for source in project.explorations]
            gather(project, [source for *_, source in built], _pictures_of(built))
        except (NotStored, PageError, DataError, NetworkError):
            return store.collect_garbage()
        return store.collect_garbage(keep=store.used)


def render_pages(root: Path, project: Project, articles: Articles) -> dict[str, bytes]:
    """Render all pages and check them.

    Raises:
        PageError: one report of everything that is wrong with the pages.
    """
    files = render_site(
        project.site,
        articles.explorations,
        case_studies=articles.case_studies,
        templates=root / "templates",
        translations=root / "translations",
        icon=project.icon,
    )
    problems = check_site(files)
    if problems:
        found = [*map(str, problems), *from_own_templates(root / "templates")]
        raise PageError("\n".join(["the pages have mistakes:", *(f"  {one}" for one in found)]))
    return files


def _stored(executor: Executor, source: ExplorationSource) -> _Built:
    with source.named():
        plan = plan_exploration(source, executor.store.hash_file)
        return executor, plan, build_exploration(executor, plan)


def _stored_others(
    project: Project, store: Store, new_executor: Callable[[], Executor]
) -> list[_Built]:
    """Return the other explorations that are stored; pictures of them can be made anew."""
    listener = new_executor().listener
    executor = Executor(store, listener, only_stored=True)
    kept = []
    for source in project.others:
        try:
            if not source.settings.draft:
                _, plan, pages = _stored(executor, source)
                kept.append((new_executor(), plan, pages))
        except NotStored:
            listener.notice(
                f"{source.name} is not built yet and is left out; `topopress build` builds it too"
            )
    return kept
