"""Pages that commands write beside the site: ``tune`` and ``sweep``."""

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from topopress.build.exploration import check_inputs
from topopress.build.opened_plan import opened_plan, wanted_layers
from topopress.build.own_file import require_replaceable, write_file
from topopress.build.plan import Plan
from topopress.core.language import speaking
from topopress.core.progress import Progress
from topopress.core.translations import language_of
from topopress.kinds.kind import LayerStages
from topopress.stage.executor import Executor
from topopress.stage.listener import Listener

L = TypeVar("L")


def page_of_layers(  # noqa: PLR0913 - each by name
    root: Path,
    name: str,
    *,
    layer: str | None,
    out: Path,
    mark: str,
    compute: Callable[[Executor, Plan, LayerStages], L],
    page: Callable[[str, str, tuple[L, ...], Path], bytes],
    listener: Listener,
    progress: Progress,
    device: str,
) -> tuple[L, ...]:
    """Compute something of the layers of an exploration, write it as a page, and return it.

    Results are kept in the store; the site does not change.

    Args:
        root: Folder that holds ``content/``.
        name: Name of the exploration; it may be a draft.
        layer: The only layer; None for all published ones.
        out: The page to write.
        mark: Text near the start of every page of the command, which may be replaced.
        compute: Returns the result of a layer.
        page: Returns the page, given title, language, results and the folder of templates.
        listener: Is told what runs.
        progress: Is told how far long work is.
        device: Where networks compute, in torch's words.

    Raises:
        TopopressError: any mistake of the author's.
    """
    command = mark.partition("Topopress ")[2].partition('"')[0]
    require_replaceable(
        out,
        lambda start: mark.encode() in start,
        f"not made by `topopress {command}`, so it is not replaced; name another file",
    )
    opened = opened_plan(root, name, listener=listener, progress=progress, device=device)
    with opened as (project, executor, plan):
        wanted = wanted_layers(plan, layer)
        check_inputs(executor, plan)
        found = tuple(compute(executor, plan, plan.layers[each]) for each in wanted)
    title, language = plan.source.settings.title, project.site.language
    with speaking(language_of(language, root / "translations")):
        content = page(title, language, found, root / "templates")
    write_file(content, out)
    return found
