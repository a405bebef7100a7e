"""``topopress deploy``: checks the site, brings it where it is read, and says what was done."""

import shlex
from pathlib import Path

import click

from topopress import __version__
from topopress.build.problems import SiteFiles
from topopress.core.counted import counted
from topopress.deploy.address import address_sentences, content_version, pages_address
from topopress.deploy.branch import Pushed, Target, push_site
from topopress.deploy.folder import copy_site
from topopress.deploy.git import Git
from topopress.deploy.limits import usage
from topopress.deploy.ready import deployed_files, ready_site
from topopress.deploy.rsync import rsync_command, run_rsync
from topopress.deploy.workflow import workflow_for, write_workflow

OURS = f"topopress=={__version__}"


def prepared(root: Path, out: Path | None, *, build: bool) -> SiteFiles:
    """Return the site that is deployed, built first if that is wanted."""
    if build:
        from topopress.cli.building import build_and_report

        build_and_report(root, out, (), device="cpu", explain=False, rerun=False)
    return ready_site(root, out)


def to_branch(site: SiteFiles, root: Path, target: Target, *, message: str, replace: bool) -> None:
    """Push a site to a branch, after what GitHub Pages allows is looked at."""
    files = deployed_files(site)
    for sentence in usage(files).sentences():
        click.echo(sentence)
    message = message or content_version(root)
    pushed = push_site(site.folder, files, root, target, message=message, replace=replace)
    click.echo(_in_words(pushed, target))
    domain = files.get("CNAME", b"").decode("utf-8", "replace")
    address = pages_address(target.remote, root, domain=domain)
    for sentence in address_sentences(site.settings.url if site.settings else None, address):
        click.echo(sentence)
    if pushed.is_new:
        click.echo(
            f'at GitHub, choose "Deploy from a branch", {target.branch} and / (root) once, in the '
            "repository's Settings, Pages"
        )


def to_workflow(root: Path, *, install: str, committed: bool, overwrite: bool) -> None:
    """Write the workflow, and say what is to be done next."""
    workflow, file = workflow_for(root, None if committed else install or OURS)
    changed = write_workflow(workflow, file, overwrite=overwrite)
    click.echo(f"{'wrote' if changed else 'unchanged'} {file}")
    ignored = Git(root).attempt(("check-ignore", "--quiet", "public"))[0] == 0
    if committed and ignored:
        click.echo("warning: public/ is in .gitignore; remove that line, so that it is committed")
    what = "public/ and the workflow" if committed else "content/ and the workflow"
    click.echo(
        f'Next:\n  choose "GitHub Actions" as the source, in the repository\'s Settings, Pages\n'
        f"  commit {what}, and push the branch {workflow.branch}"
    )


def to_folder(site: SiteFiles, root: Path, folder: Path) -> None:
    """Copy a site into a folder."""
    changed = copy_site(site, folder, root)
    files = counted(len(site.files), "file")
    click.echo(f"{folder}: {files}" if changed else f"{folder}: unchanged, {files}")


def to_server(site: SiteFiles, target: str, *, delete: bool, dry_run: bool) -> None:
    """Copy a site with rsync, after showing the command."""
    command = rsync_command(site.folder, target, delete=delete, dry_run=dry_run)
    click.echo(shlex.join(command))
    run_rsync(command)


def _in_words(pushed: Pushed, target: Target) -> str:
    if pushed.commit is None:
        return f"nothing to push: {target.branch} of {target.remote} has this site already"
    return (
        f"pushed {pushed.commit[:8]} to {target.branch} of {target.remote}: {pushed.added} files "
        f"added, {pushed.changed} changed, {pushed.removed} removed"
    )
