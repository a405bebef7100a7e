"""A stage's key covers all code of ours that decides its result."""

import ast
import inspect
import shutil
import sys
from functools import cache
from pathlib import Path

import pytest

import topopress
from tiny_project import change, write_project
from topopress.build.plan import plan_exploration
from topopress.build.site import build_site
from topopress.config.load import load_project
from topopress.stage import executor
from topopress.stage.keys import codes_of
from topopress.stage.listener import Recorder
from topopress.store import code
from topopress.store.canonical import sha256_of_file

# They run inside of stages, and say nothing about the result: see ``store.code``.
SILENT = (
    "topopress.core.errors", "topopress.core.processors", "topopress.core.progress",
    "topopress.core.threads", "topopress.store", "topopress.stage",
)  # fmt: skip

# Any import asks them for an author's module.
RUN_BY_IMPORTS = {
    ("topopress.network.own.code", "_Finder"),
    ("topopress.network.own.blame", "is_own"),
}


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    root = write_project(tmp_path_factory.mktemp("keys"))
    change(root, '["1", "3"]', '["1"]')
    change(root, "[visuals", "[mapper.stability]\nresamples = 2\n[visuals")
    return root


@pytest.fixture(scope="module")
def stages(project):
    (source,) = load_project(project).explorations
    return {each.name: each for each in plan_exploration(source, sha256_of_file).stages()}


class Trace:
    """Records the top-level definitions of ours that run within each stage."""

    def __init__(self, call):
        self.call = call
        self.ran: dict[str, set[tuple[str, str]]] = {}

    def __call__(self, running, missing, seconds):
        names = self.ran.setdefault(missing[0][0].name, set())
        outer = sys.getprofile()

        def profile(frame, event, argument):
            module = frame.f_globals.get("__name__", "")
            is_function = frame.f_code.co_flags & inspect.CO_OPTIMIZED  # not the body of a class
            if event == "call" and is_function and module.startswith("topopress."):
                names.add((module, frame.f_code.co_qualname.split(".")[0]))

        sys.setprofile(profile)
        try:
            return self.call(running, missing, seconds)
        finally:
            sys.setprofile(outer)


def uncovered(stage, ran):
    """Return the definitions that ran within a stage and are not in its key."""
    covered = {each for part in codes_of(stage) for each in part.definitions}
    modules = {module for module, what in covered if what == code.EVERYTHING}
    found = {
        (module, what)
        for module, what in ran
        if (module, what) not in covered
        and module not in modules
        and what.isidentifier()  # not <lambda>
        and not what.startswith("__")  # what dataclasses make
        and not module.startswith(SILENT)
    }
    return found - RUN_BY_IMPORTS


def test_what_runs_within_a_stage_is_in_its_key(project, stages, monkeypatch):
    trace = Trace(executor.Executor._call)
    monkeypatch.setattr(
        executor.Executor,
        "_call",
        lambda self, missing, s: trace(self, missing, s),  # noqa: PLW0108 - a method
    )
    build_site(project, listener=Recorder(), durable=False)
    assert stages.keys() <= trace.ran.keys()
    for name, stage in stages.items():
        assert uncovered(stage, trace.ran[name]) == set(), name


def test_a_change_of_any_module_within_reach_changes_the_key(stages, tmp_path, monkeypatch):
    copy = tmp_path / "topopress"
    shutil.copytree(Path(topopress.__path__[0]), copy)
    monkeypatch.setattr(topopress, "__path__", [str(copy)])
    code._source.cache_clear()
    read = code._module.__wrapped__
    modules = {}

    def module_of(name):
        if name not in modules:
            modules[name] = read(name)
        return modules[name]

    monkeypatch.setattr(code, "_module", module_of)
    digest = code._code.__wrapped__
    changed: set[str] = set()
    for function in (stage.run for stage in stages.values()):
        start = function.__module__, function.__qualname__
        before = digest(*start)
        for module, name in before.definitions:
            if module in changed or name not in defined(copy, module):
                continue
            path = file_of(copy, module)
            original = path.read_text()
            path.write_text(with_change(original, name))
            unchanged = modules.pop(module)
            assert digest(*start).digest != before.digest, (function, module, name)
            path.write_text(original)
            modules[module] = unchanged
            changed.add(module)
    code._source.cache_clear()
    assert len(changed) > 60


def file_of(copy: Path, module: str) -> Path:
    return copy.joinpath(*module.split(".")[1:]).with_suffix(".py")


@cache
def defined(copy: Path, module: str) -> frozenset[str]:
    """Return the functions and classes of a module."""
    if not (path := file_of(copy, module)).is_file():
        return frozenset()
    body = ast.parse(path.read_bytes()).body
    return frozenset(x.name for x in body if isinstance(x, ast.FunctionDef | ast.ClassDef))


def with_change(text: str, name: str) -> str:
    """Return a module's text with a statement more in one definition."""
    tree = ast.parse(text)
    for statement in tree.body:
        if isinstance(statement, ast.FunctionDef | ast.ClassDef) and statement.name == name:
            statement.body.append(ast.parse("changed = 1").body[0])
    return ast.unparse(tree)
