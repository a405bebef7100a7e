"""Who is told which stages run and which are reused."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from topopress.store.actions import Action

if TYPE_CHECKING:
    from topopress.stage.forecast import Forecast


class Listener(Protocol):
    """Is told which stages run and which are reused."""

    def expects(self, forecast: "Forecast") -> None:
        """Receive what a build will do, before it does it."""

    def reused(self, action: Action) -> None:
        """Receive a stage whose result is in the store."""

    def runs(self, action: Action, reason: str) -> None:
        """Receive a stage that runs, and the reason."""

    def notice(self, message: str) -> None:
        """Receive something an author should know, such as a skipped input."""


@dataclass(slots=True)
class Recorder:
    """A listener that keeps what it is told."""

    n_reused: int = 0
    ran: list[str] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)

    def expects(self, forecast: "Forecast") -> None:
        """Keep nothing of it."""

    def reused(self, action: Action) -> None:
        """Count a reused result."""
        self.n_reused += 1

    def runs(self, action: Action, reason: str) -> None:
        """Keep the stage, its item and the reason."""
        self.ran.append(f"{action}: {reason}")

    def notice(self, message: str) -> None:
        """Keep the message."""
        self.notices.append(message)
