"""The stages of lenses that are functions in an author's Python file."""

from dataclasses import replace
from functools import partial

from topopress.activations.types import Rows
from topopress.config.lenses import needs_own_code
from topopress.config.load import ExplorationSource
from topopress.kinds.kind import HashFile
from topopress.mapper.own_lens import LensFile, OwnLens, check_lens_file, what_changed
from topopress.mapper.stages import own_lens
from topopress.stage.stage import Stage, stage


def own_lens_stages(
    source: ExplorationSource, item: str, rows: Stage[Rows], hash_file: HashFile
) -> dict[str, Stage[OwnLens]]:
    """Return the stage of each such lens of a layer, by the name of the lens.

    A stage runs again if its file changes, or anything else that its code has read.

    Raises:
        ConfigError: a file is missing, cannot be read, or does not define the function.
    """
    found = {}
    for name in filter(needs_own_code, source.settings.mapper.lenses):
        opened = LensFile(name, source.folder, source.settings.seed)
        check_lens_file(opened)
        made = stage(
            own_lens,
            f"{item}/{opened.function}",
            rows=rows,
            lens=name,
            code=hash_file(opened.path),
            seed=opened.seed,
            opened=opened,
        )
        found[name] = replace(made, changed=partial(what_changed, source.folder))
    return found
