"""Whatever stands in settings files: a site loads rightly, or one error names file and key.

Nothing is computed. ``TOPOPRESS_ALL_FAULTS`` draws ten times as many cases.
"""

import os
import re
from contextlib import suppress

import pytest

from reliability.hostile_settings import cases, texts_of
from topopress.build.plan import plan_exploration
from topopress.config.load import load_project
from topopress.core.errors import ConfigError, NetworkError
from topopress.store.site_files import check_paths

N = 1200 if os.environ.get("TOPOPRESS_ALL_FAULTS") else 120
CASES = cases(N)
LONGEST = 800
"""Characters of a report of one mistake at most."""


def test_there_are_cases_enough():
    assert len(CASES) > 80


@pytest.mark.parametrize("case", CASES, ids=[f"{k}" for k in range(len(CASES))])
def test_a_site_loads_or_gives_one_error(tmp_path, case):
    root = case.write(tmp_path)
    try:
        project = load_project(root)
    except ConfigError as error:
        report = str(error)
        assert any(place in report for place in texts_of(case)), case.words
        assert len(report) < LONGEST, case.words
        assert re.search("[\x00-\x09\x0b-\x1f\x7f]", report) is None, case.words
    else:
        for source in project.explorations:
            check_paths([f"{source.name}/index.html"])
            assert source.settings.title == source.settings.title.strip()
            assert not source.toml.startswith("\ufeff")
            with suppress(NetworkError):
                assert str(plan_exploration(source, lambda path: "0" * 64))
    assert [path.name for path in root.iterdir()] == ["content"]
