"""What the stages of one exploration share.

Its settings, the store, and the heavy things (a network, a source of pictures), which are opened
only when some stage must run: a build in which everything is finished imports no torch.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property, partial
from typing import TYPE_CHECKING, Self

from topopress.config.load import ExplorationSource
from topopress.config.schema import Exploration
from topopress.pipeline.stages import MADE_OF, Stages
from topopress.store.actions import Action, versions
from topopress.store.artifact import Artifact
from topopress.store.canonical import Json, canonical, sha256
from topopress.store.code import code_digest

if TYPE_CHECKING:
    from topopress.network.loaded import LoadedNetwork
    from topopress.samples.types import PictureSource
    from topopress.visuals.render_pool import RenderPool


@dataclass(frozen=True)
class Bench:
    """The workbench of one exploration; a context manager, at whose end no process is left.

    Attributes:
        source: Its folder, settings and texts.
        stages: Runs what is not in the store yet.
    """

    source: ExplorationSource
    stages: Stages

    @property
    def settings(self) -> Exploration:
        """The exploration's settings."""
        return self.source.settings

    @cached_property
    def network(self) -> "LoadedNetwork":
        """The network, loaded at first use."""
        return self._load()

    @cached_property
    def renderers(self) -> "RenderPool":
        """Processes that render feature visualisations; they start with the first picture."""
        from topopress.visuals.render_pool import RenderPool

        return RenderPool(self._load, device=self.stages.device)

    @cached_property
    def _load(self) -> "Callable[[], LoadedNetwork]":
        from topopress.network.loading import load_network

        return partial(
            load_network,
            self.settings.network,
            base=self.source.folder,
            seed=self.settings.seed,
            device=self.stages.device,
        )

    def __enter__(self) -> Self:
        """Return the bench; nothing is opened yet."""
        return self

    def __exit__(self, *_: object) -> None:
        """End the processes that were started."""
        if "renderers" in self.__dict__:
            self.renderers.close()

    @cached_property
    def pictures(self) -> "PictureSource":
        """The pixels of the samples, opened at first use."""
        from topopress.kinds.images.survey import open_pictures

        return open_pictures(self.settings.data, base=self.source.folder)

    def action(
        self,
        stage: str,
        subject: str = "",
        *,
        inputs: Mapping[str, str],
        params: Mapping[str, Json],
        code: tuple[str, ...],
        libraries: tuple[str, ...] = (),
    ) -> Action:
        """Describe one computation of this exploration.

        Args:
            stage: What is done.
            subject: To which layer, chunk or node; empty for the whole exploration.
            inputs: Digest of the content of each input.
            params: The settings it depends on, the seed among them.
            code: Modules of topopress that do it.
            libraries: Distributions whose version shapes the result.
        """
        name = self.source.name
        item = f"{name}/{subject}" if subject else name
        return describe(stage, item, inputs=inputs, params=params, code=code, libraries=libraries)


def describe(
    stage: str,
    item: str,
    *,
    inputs: Mapping[str, str],
    params: Mapping[str, Json],
    code: tuple[str, ...],
    libraries: tuple[str, ...],
) -> Action:
    """Describe one computation, which no exploration need own; see ``Bench.action``."""
    return Action(
        stage=stage,
        item=item,
        inputs=inputs,
        params=params,
        code=sha256("".join(map(code_digest, code)).encode()),
        libraries=versions(*libraries),
    )


def content_of(artifact: Artifact, *names: str) -> str:
    """Return one digest of an artifact's outputs, or of the named ones.

    ``MADE_OF`` says where parts of it lie, not what it is.
    """
    digests = artifact.digests
    content = names or sorted(digests.keys() - {MADE_OF})
    return sha256(canonical({name: digests[name] for name in content}))
