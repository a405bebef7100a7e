"""Makes the supplement: the pages of the site, files beside them, and one zip of all."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from topopress.build.anonymity.empty import Emptied, emptied_files
from topopress.build.anonymity.own_words import own_mentions
from topopress.build.anonymity.project import anonymous_licence, anonymous_project, texts_of
from topopress.build.anonymity.report import MENTIONS, is_report, report
from topopress.build.anonymity.search import Finding, Search, find_traces
from topopress.build.anonymity.traces import traces_of
from topopress.build.own_file import require_replaceable, write_file
from topopress.build.site import pages_of
from topopress.build.supplement.archive import (
    check_names,
    heaviest,
    sizes_by_kind,
    zipped,
)
from topopress.build.supplement.beside import (
    CRATE,
    LICENCE,
    README,
    SUMS,
    checksums,
    read_licence,
    readme,
)
from topopress.build.supplement.crate import ro_crate
from topopress.config.load import Project, load_project
from topopress.core.errors import PublishError
from topopress.core.progress import SILENT, Progress
from topopress.pages.citations.people import people_of
from topopress.pages.sources import PageSource
from topopress.stage.listener import Listener

LIMIT = 100_000_000
"""Bytes that most systems for reviews take."""
_OF_HOSTS = (".nojekyll", "404.html")
"""Files that only the host of a site reads."""
_MEGABYTE = 1_000_000
_NOT_OURS = "is there and is no zip, so it is not replaced; name another file"


@dataclass(frozen=True, slots=True)
class Supplement:
    """What was written.

    Attributes:
        replaced: Whether an earlier zip was there.
        kinds: Bytes of the files of each kind, before they are compressed.
        emptied: Files that lost what they said of the author; empty unless anonymous.
        mentions: What the author has to decide on; empty unless anonymous.
        report: The file that lists these, beside the zip; None unless anonymous.
    """

    out: Path
    replaced: bool
    n_files: int
    n_bytes: int
    kinds: Mapping[str, int]
    emptied: Sequence[str] = ()
    mentions: Sequence[Finding] = field(default=())
    report: Path | None = None


def make_supplement(  # noqa: PLR0913 - each by name
    root: Path,
    out: Path,
    *,
    anonymous: bool = False,
    limit: int = LIMIT,
    listener: Listener,
    progress: Progress = SILENT,
    device: str = "cpu",
) -> Supplement:
    """Write the site of a project as one zip; the site in ``public/`` does not change.

    Args:
        root: Folder that holds ``content/``.
        out: The zip to write; an earlier zip is replaced.
        anonymous: Leave out every trace of the author that can be left out, and list the others.
        limit: Bytes of the zip at most.
        listener: Is told what runs.
        progress: Is told how far long work is.
        device: Where networks compute, in torch's words.

    Raises:
        PublishError: a name cannot be unzipped everywhere, the zip is larger than the limit, or
            cannot be written.
        TopopressError: any mistake of the author's.
    """
    listed = out.with_name(MENTIONS)
    _require_replaceable(out, listed if anonymous else None)
    project = load_project(root)
    search = Search(traces_of(project) if anonymous else ())
    shown = anonymous_project(project, search) if anonymous else project
    articles, files = pages_of(root, shown, listener, progress, device)
    sources = articles.explorations
    files = {path: content for path, content in files.items() if path not in _OF_HOSTS}
    licence = read_licence(root, shown)
    beside = {LICENCE: anonymous_licence(licence, search) if anonymous else licence}
    emptied = emptied_files(files) if anonymous else Emptied(dict(files), (), {})
    made = _with_beside(shown, sources, emptied.files, beside)
    content = _checked(made, limit)
    replaced = out.exists()
    write_file(content, out)
    done = Supplement(out, replaced, len(made), len(content), sizes_by_kind(made))
    if not anonymous:
        return done
    texts = own_mentions(texts_of(project), search)
    left = find_traces(made, search.traces)
    write_file(report(texts, left, emptied).encode(), listed)
    return Supplement(
        *(out, replaced, done.n_files, done.n_bytes, done.kinds),
        emptied=emptied.changed,
        mentions=(*texts, *left),
        report=listed,
    )


def _with_beside(
    project: Project,
    sources: Sequence[PageSource],
    files: Mapping[str, bytes],
    beside: Mapping[str, str],
) -> dict[str, bytes]:
    """Add README, licence, the description for programs and checksums to a site's files."""
    made = dict(files) | {path: text.encode() for path, text in beside.items()}
    made[README] = readme(project, sources).encode()
    people = people_of(project.site, [one.settings.authors for one in sources])
    made[CRATE] = ro_crate(project, sources, made, LICENCE, people)
    made[SUMS] = checksums(made).encode()
    return dict(sorted(made.items()))


def _checked(files: Mapping[str, bytes], limit: int) -> bytes:
    check_names(files)
    content = zipped(files)
    if len(content) <= limit:
        return content
    kinds = (f"{name} {_mb(size)}" for name, size in sizes_by_kind(files).items())
    largest = (f"{_mb(size):>9}  {path}" for path, size in heaviest(files))
    raise PublishError(
        "\n  ".join(
            [
                f"the supplement has {_mb(len(content))}, and {_mb(limit)} are allowed (--limit); "
                "nothing was written. Unpacked, it has:",
                ", ".join(kinds),
                *largest,
                "Fewer layers, samples or pictures (visuals) make it smaller.",
            ]
        )
    )


def _mb(size: int) -> str:
    return f"{size / _MEGABYTE:.1f} MB"


def _require_replaceable(out: Path, listed: Path | None) -> None:
    if out.suffix.lower() != ".zip":
        raise PublishError(f"{out}: the name of a supplement ends with .zip")
    require_replaceable(out, lambda start: start.startswith(b"PK"), _NOT_OURS)
    if listed is not None:
        require_replaceable(
            listed,
            is_report,
            "is there and was not written by `topopress supplement`; name a zip in another folder",
        )
