"""``topopress cite``: works for the references of a site."""

from functools import partial
from pathlib import Path

import click

from topopress.build.cite_add import add_works
from topopress.build.doi import fetch


def add_and_report(root: Path, source: str, key: str | None, resolver: str) -> None:
    """Add works to the references, and print what was written and how to cite it."""
    added = add_works(root, source, key=key, ask=partial(fetch, resolver=resolver))
    for notice in added.notices:
        click.echo(f"note: {notice}", err=True)
    for name, words in added.works:
        click.echo(f"wrote {name!r} to {added.path}: {words}")
        click.echo(f"  cite it by [@{name}]")
