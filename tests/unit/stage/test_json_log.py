"""The log has everything that is reported, and the report hears it too."""

import io
import json

from topopress.stage.forecast import Forecast
from topopress.stage.json_log import JsonLog
from topopress.stage.line import NoLine
from topopress.stage.report import BuildReport
from topopress.store.actions import Action


def test_each_event_is_one_line_and_is_told_to_the_report():
    file, report = io.StringIO(), BuildReport(NoLine())
    log = JsonLog(report, file)
    log.expects(Forecast(()))
    log.runs(Action("mapper", "a/b"), "first build")
    log.reused(Action("bundle", "a/b"))
    log.notice("two lines\nof text")
    log.start("pictures", 3, within=60.0)
    log.advance()
    log.skip(2)
    log.finish()
    events = [json.loads(line) for line in file.getvalue().splitlines()]
    assert [each["event"] for each in events] == [
        "expects", "runs", "reused", "notice", "starts", "done", "left out", "finishes",
    ]  # fmt: skip
    assert events[1].items() >= {"stage": "mapper", "item": "a/b", "reason": "first build"}.items()
    assert events[1]["key"] == Action("mapper", "a/b").key
    assert events[3]["message"] == "two lines\nof text"
    assert events[4].items() >= {"task": "pictures", "items": 3, "within": 60.0}.items()
    assert all(each["at"] >= 0 for each in events)
    assert (report.n_ran, report.n_reused, report.notices) == (1, 1, ["two lines\nof text"])
    assert "pictures" in report.spent
