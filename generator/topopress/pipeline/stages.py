"""Run a stage only where its result is not in the store, and say why it runs."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

from topopress.core.progress import SILENT, Progress
from topopress.store.actions import Action
from topopress.store.artifact import Artifact
from topopress.store.outputs import Outputs
from topopress.store.store import Store

MADE_OF = "made-of.json"
"""Output that lists the keys of results that went into this one: nobody asks for them while it is
there, and all are needed as soon as it is made anew. It is no content; see ``content_of``."""


class Listener(Protocol):
    """Is told which stages run and which are reused."""

    def reused(self, action: Action) -> None:
        """A result was found."""

    def runs(self, action: Action, reason: str) -> None:
        """A stage runs, for this reason."""

    def notice(self, message: str) -> None:
        """Something an author should know, such as a skipped input."""


@dataclass(slots=True)
class Recorder:
    """A listener that remembers what it was told."""

    n_reused: int = 0
    ran: list[str] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)

    def reused(self, action: Action) -> None:
        """Count a result that was found."""
        self.n_reused += 1

    def runs(self, action: Action, reason: str) -> None:
        """Note a stage that runs."""
        self.ran.append(f"{action}: {reason}")

    def notice(self, message: str) -> None:
        """Keep a message for the author."""
        self.notices.append(message)


class NotStored(Exception):
    """A stage would have to run, and the caller wants only what is stored."""


@dataclass(frozen=True, slots=True)
class Stages:
    """The store together with those who listen.

    Attributes:
        device: Where networks compute, in torch's words.
        only_stored: Raise ``NotStored`` instead of computing anything.
    """

    store: Store
    listener: Listener
    progress: Progress = SILENT
    device: str = "cpu"
    only_stored: bool = False

    def run(self, action: Action, compute: Callable[[Outputs], None]) -> Artifact:
        """Return the result of an action, computing it if the store lacks it."""
        found = self.find(action)
        return found if found is not None else self.produce(action, compute)

    def find(self, action: Action) -> Artifact | None:
        """Return the result of an action if the store has it, and keep what it was made of."""
        found = self.store.find(action)
        if found is not None:
            self.listener.reused(action)
            if MADE_OF in found.names:
                self.store.keep(found.json(MADE_OF))
        return found

    def produce(self, action: Action, compute: Callable[[Outputs], None]) -> Artifact:
        """Compute an action's result and commit it; nothing is kept if ``compute`` fails."""
        self.require_computing(action)
        self.listener.runs(action, self.store.explain(action))
        with self.store.produce(action) as outputs:
            compute(outputs)
        return outputs.artifact

    def require_computing(self, action: Action) -> None:
        """Raise ``NotStored`` if nothing may be computed: to ask ahead of work."""
        if self.only_stored:
            raise NotStored(str(action))
