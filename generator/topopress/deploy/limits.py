"""The limits of GitHub Pages, and what of them a site uses.

Source: https://docs.github.com/en/pages/getting-started-with-github-pages/github-pages-limits and
https://docs.github.com/en/repositories/working-with-files/managing-large-files.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from topopress.core.counted import counted
from topopress.core.errors import PublishError
from topopress.pages.site.weights import Weights

MEGABYTE = 1_000_000
SITE = 1_000 * MEGABYTE
FILE, LARGE_FILE = 100 * 2**20, 50 * 2**20
"""Bytes of a file that GitHub refuses, and of one that it warns of."""
TRAFFIC = 100_000 * MEGABYTE
MINUTES = 10
_MUCH = 0.5
"""Share of the limit from which a site is called large."""


@dataclass(frozen=True, slots=True)
class Usage:
    """What a site uses of the limits."""

    size: int
    largest: str
    largest_size: int
    first_view: int

    def sentences(self) -> Iterator[str]:
        """Yield what the site uses, and warnings."""
        yield (
            f"GitHub Pages allows a site of 1 GB and files of 100 MB; this one has "
            f"{_mb(self.size)}, its largest file {_mb(self.largest_size)}"
        )
        if self.first_view:
            views = round(TRAFFIC / self.first_view, -3)
            yield (
                f"100 GB of traffic a month are about {views:,} first views of its heaviest page "
                f"({self.first_view / 1000:,.0f} KB)"
            )
        if self.size > SITE:
            yield "warning: the site is larger than the 1 GB that GitHub Pages publishes"
        elif self.size > _MUCH * SITE:
            yield (
                f"warning: the site is large; a deployment that takes more than {MINUTES} minutes "
                "is ended by GitHub"
            )
        if self.largest_size > LARGE_FILE:
            yield f"warning: {self.largest} is larger than the 50 MB that GitHub advises"


def usage(files: Mapping[str, bytes]) -> Usage:
    """Measure the files of a site.

    Raises:
        PublishError: a file is so large that GitHub refuses the push.
    """
    refused = sorted(path for path, content in files.items() if len(content) > FILE)
    if refused:
        others = counted(len(refused), "such file")
        raise PublishError(
            f"{refused[0]}: {_mb(len(files[refused[0]]))}, and GitHub refuses files of more than "
            f"100 MB ({others}); nothing was pushed"
        )
    largest = max(files, key=lambda path: len(files[path]))
    weights = Weights(files)
    views = max((one.first_view for one in weights.pages.values()), default=0)
    return Usage(weights.site, largest, len(files[largest]), views)


def _mb(size: int) -> str:
    return f"{size / MEGABYTE:,.1f} MB"
