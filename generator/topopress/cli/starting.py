"""``topopress new`` in a terminal: what is wanted, and what comes next."""

import shlex
import sys
from pathlib import Path

import click

from topopress.cli.new_site import ADDED, DEFAULT, README, TEMPLATES, add_to_site, write_new_site
from topopress.config.contents import SITE
from topopress.core.errors import ConfigError, suggestion

_OF_A_PART = 2
"""Words that add to a site: a kind and a name."""


def start(words: tuple[str, ...], template: str | None, root: Path, *, asks: bool) -> None:
    """Write a new site, or add to the one in ``root``, and say what comes next.

    Raises:
        ConfigError: the words, or the files that are there, do not allow it.
    """
    if len(words) > _OF_A_PART or (len(words) == _OF_A_PART and template is not None):
        raise click.UsageError("give one FOLDER, or a KIND and a NAME without --template")
    if len(words) == _OF_A_PART:
        _add(root, *words)
        return
    folder = Path(words[0])
    if words[0] in ADDED and template is None and (root / "content" / SITE).is_file():
        raise click.UsageError(f"give it a name: topopress new {words[0]} NAME")
    if template is None:
        template = _asked() if asks and _is_terminal() else DEFAULT
    if template not in TEMPLATES:
        known = ", ".join(TEMPLATES)
        raise ConfigError(
            f"--template {template!r}: must be one of {known}{suggestion(template, TEMPLATES)}"
        )
    kept = write_new_site(folder, template)
    for name in kept:
        click.echo(f"{folder / name} was there and stays as it is")
    steps = [f"cd {shlex.quote(str(folder))}", "topopress serve"]
    click.echo("\n  ".join([f"{folder} is ready. Next:", *steps]))
    if README not in kept:
        click.echo(f"{folder / README} says what then.")


def _is_terminal() -> bool:
    return sys.stdin.isatty() and sys.stdout.isatty()


def _asked() -> str:
    """Ask what is wanted, and return the name of the template."""
    click.echo("What do you want to make?")
    for number, (name, one) in enumerate(TEMPLATES.items(), 1):
        click.echo(f"  {number}  {one.wish} ({name})")
    most = len(TEMPLATES)
    number = click.prompt("Number", type=click.IntRange(1, most), default=1)
    return list(TEMPLATES)[number - 1]


def _add(root: Path, kind: str, name: str) -> None:
    folder = add_to_site(root, kind, name)
    option = "" if root == Path() else f" --root {shlex.quote(str(root))}"
    click.echo(f"{folder} is ready. Next:\n  topopress build{option} {name}")
