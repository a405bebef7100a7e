"""The commands below ``topopress deploy``, one function each."""

from pathlib import Path

import click

from topopress.cli.options import out_option, root_option

build_option = click.option("--build", is_flag=True, help="Build the site first.")


@click.group()
def deploy() -> None:
    """Bring the built site to where it is read.

    A site is deployed only if `topopress check` finds no error in it. docs/deploying.md has all of
    it.
    """


@deploy.command("github-pages")
@root_option
@out_option
@build_option
@click.option("--branch", help="Push the site to this branch, such as gh-pages.")
@click.option(
    "--remote",
    default="origin",
    show_default=True,
    help="Where the branch is: name or address of a remote.",
)
@click.option("--message", default="", help="Message of the commit; names the content's commit.")
@click.option(
    "--replace",
    is_flag=True,
    help="Remove files of the branch that topopress did not make; its history has them still.",
)
@click.option(
    "--committed",
    is_flag=True,
    help="In the workflow: publish public/ as it is committed, and build nothing.",
)
@click.option(
    "--install",
    default="",
    help="In the workflow: what pip installs; this version of topopress by default.",
)
@click.option("--overwrite", is_flag=True, help="Replace a workflow that was changed by hand.")
def github_pages(  # noqa: PLR0913 - click passes each option
    *,
    root: Path,
    out: Path | None,
    build: bool,
    branch: str | None,
    remote: str,
    message: str,
    replace: bool,
    committed: bool,
    install: str,
    overwrite: bool,
) -> None:
    """Write the workflow that publishes the site on GitHub Pages, or push it with --branch.

    Without --branch, .github/workflows/pages.yml is written: GitHub builds the site after each
    push. A file that was changed by hand is not overwritten. With --branch, the site that is built
    here is pushed as one commit, on top of what the branch has; never by force.
    """
    from topopress.cli.deploying import prepared, to_branch, to_workflow

    if branch is None:
        to_workflow(root, install=install, committed=committed, overwrite=overwrite)
        return
    from topopress.deploy.branch import Target

    site = prepared(root, out, build=build)
    to_branch(site, root, Target(remote, branch), message=message, replace=replace)


@deploy.command("folder")
@click.argument("folder", type=click.Path(path_type=Path))
@root_option
@out_option
@build_option
def folder_(*, folder: Path, root: Path, out: Path | None, build: bool) -> None:
    """Copy the site into FOLDER, which shows the old site or the new one at any moment.

    A folder with files that topopress did not make is refused.
    """
    from topopress.cli.deploying import prepared, to_folder

    to_folder(prepared(root, out, build=build), root, folder)


@deploy.command()
@click.argument("target")
@root_option
@out_option
@build_option
@click.option("--delete", is_flag=True, help="Remove files of TARGET that the site does not have.")
@click.option("--dry-run", is_flag=True, help="Say what would be copied, and copy nothing.")
def rsync(
    *, target: str, root: Path, out: Path | None, build: bool, delete: bool, dry_run: bool
) -> None:
    """Copy the site to TARGET, a folder or HOST:FOLDER, with rsync; the command is shown."""
    from topopress.cli.deploying import prepared, to_server

    to_server(prepared(root, out, build=build), target, delete=delete, dry_run=dry_run)
