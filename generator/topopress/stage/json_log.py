"""Everything that a build reports, as lines of JSON in a file."""

import json
import time
from dataclasses import dataclass, field
from typing import IO, Any

from topopress.core.progress import Progress
from topopress.stage.forecast import Forecast
from topopress.stage.report import BuildReport
from topopress.store.actions import Action


@dataclass(slots=True)
class JsonLog(Progress):
    """Tells a report what it is told, and writes it to a file, one JSON object a line.

    Each has ``at``, seconds since the beginning, and ``event``.
    """

    report: BuildReport
    file: IO[str]
    _began: float = field(default_factory=time.monotonic)
    _what: str = ""

    def expects(self, forecast: Forecast) -> None:
        """Write how much is to be computed."""
        self._write("expects", actions=len(forecast.actions), to_compute=len(forecast.open),
                    seconds=round(forecast.seconds, 1), unknown=forecast.n_unknown)  # fmt: skip
        self.report.expects(forecast)

    def reused(self, action: Action) -> None:
        """Write that a result is in the store."""
        self._write("reused", stage=action.stage, item=action.item, key=action.key)
        self.report.reused(action)

    def runs(self, action: Action, reason: str) -> None:
        """Write that a stage runs, and why."""
        self._write("runs", stage=action.stage, item=action.item, key=action.key, reason=reason)
        self.report.runs(action, reason)

    def notice(self, message: str) -> None:
        """Write what an author should know."""
        self._write("notice", message=message)
        self.report.notice(message)

    def start(self, what: str, total: int, within: float | None = None) -> None:
        """Write that a task begins."""
        self._what = what
        self._write("starts", task=what, items=total, within=within)
        self.report.start(what, total, within)

    def advance(self, items: int = 1) -> None:
        """Write that items are done."""
        self._write("done", task=self._what, items=items)
        self.report.advance(items)

    def skip(self, items: int) -> None:
        """Write that items are left out."""
        self._write("left out", task=self._what, items=items)
        self.report.skip(items)

    def finish(self) -> None:
        """Write that a task has ended."""
        self._write("finishes", task=self._what)
        self.report.finish()

    def _write(self, event: str, **told: Any) -> None:  # noqa: ANN401 - of any JSON type
        at = round(time.monotonic() - self._began, 3)
        self.file.write(json.dumps({"at": at, "event": event, **told}) + "\n")
        self.file.flush()
