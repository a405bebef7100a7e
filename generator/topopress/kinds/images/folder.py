"""A folder of pictures with one sub-folder per class."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

from topopress.core.errors import DataError
from topopress.core.seeds import seed_for
from topopress.kinds.images.decoding import SUFFIXES
from topopress.kinds.images.files import Candidate, Candidates, PictureFiles
from topopress.kinds.images.settings import ImageFolder
from topopress.kinds.images.walk import Contents, contents_of
from topopress.samples.labels import clash_key, clean_label, shown
from topopress.samples.types import Sample, SkippedInput

_PARTS = (
    "train training trainset val valid validation valset dev test testing testset eval evaluation "
    "holdout"
)
_SPLITS = frozenset(_PARTS.split())
_SHOWN = 5


class FolderPictures(PictureFiles):
    """The picture files below a folder; the label is the topmost sub-folder's name."""

    def __init__(self, settings: ImageFolder, base: Path) -> None:
        """Resolve the folder, which may be a link."""
        root, name = (base / settings.folder).resolve(), shown(settings.folder)
        super().__init__(settings, base, root, f"data.folder: {name!r}", f"files in {name!r}")
        self._settings, self._base, self._name = settings, base, name

    def candidates(self, seed: int | None) -> Candidates:
        """Return the picture files; the seed draws ``limit_per_class`` of each class.

        Files that are never pictures are counted (``other_files.py``). Refused are links to places
        that are not allowed, devices, pipes, names that cannot be shown, and names that differ only
        in case or composition from an earlier one.

        Raises:
            DataError: There is no such folder, or no picture in it.
        """
        if not self.root.is_dir():
            raise DataError(
                f"data.folder: there is no folder {self._name!r} in {self._base}; "
                "the path is relative to the exploration.toml"
            )
        contents = contents_of(self.root, self._places)
        found, refused = _sort_out(contents)
        if not found and not refused:
            others = ", ".join(f"{n} {kind}" for kind, n in sorted(contents.others.items()))
            raise DataError(
                f"data.folder: {self._name!r} holds no picture{others and f' (but {others})'}; "
                f"pictures end in {', '.join(SUFFIXES)} and lie in one sub-folder per class"
            )
        limit = self._settings.limit_per_class
        drawn = found if limit is None or seed is None else _limit(found, limit, seed)
        return Candidates(
            drawn,
            refused,
            not_drawn=len(found) - len(drawn),
            others=contents.others,
            notices=tuple(_notices(contents, self._name)),
            classes=tuple(sorted(contents.classes)),
        )

    def file_of(self, origin: str) -> Path:
        """Return the file of a picture."""
        return self._places.resolve(self.root / origin)

    def notices(self, listed: Candidates, samples: Sequence[Sample]) -> Iterator[str]:
        """Yield what an author should know, and the class folders without a usable picture."""
        yield from super().notices(listed, samples)
        used = {_class(sample.origin) for sample in samples}
        if empty := [name for name in listed.classes if name not in used]:
            yield f"no picture can be used of the class folders {_listed(empty)}"
        if None in used and len(used) > 1:
            loose = sum(_class(sample.origin) is None for sample in samples)
            yield f"{loose} pictures lie in no class folder and have no label"


def _sort_out(contents: Contents) -> tuple[list[Candidate], list[SkippedInput]]:
    found: list[Candidate] = []
    refused = [SkippedInput(shown(origin), reason) for origin, reason in contents.refused]
    seen: dict[str, str] = {}
    for origin, file in sorted(contents.files.items()):
        first = seen.setdefault(clash_key(origin), origin)
        if first == origin:
            found.append(Candidate(origin, file, _class(origin)))
        else:
            reason = f"its name differs from {first!r} only in case"
            refused.append(SkippedInput(origin, reason))
    return found, sorted(refused, key=lambda skip: (skip.origin, skip.reason))


def _class(origin: str) -> str | None:
    return origin.split("/", 1)[0] if "/" in origin else None


def _notices(contents: Contents, folder: str) -> Iterator[str]:
    if contents.unseen:
        yield f"these folders are not looked into: {_listed(sorted(contents.unseen))}"
    splits = [name for name in contents.classes if name.casefold() in _SPLITS]
    holds_classes = {origin.split("/")[0] for origin in contents.files if origin.count("/") > 1}
    if splits and (len(splits) == len(contents.classes) or holds_classes.intersection(splits)):
        inner = f"{folder.rstrip('/')}/{min(splits)}"
        yield (
            f"the labels are the names of the topmost folders, and {_listed(sorted(splits))} look "
            f"like parts of a data set; where the classes are the folders below, set data.folder = "
            f"{inner!r}, or list pictures and labels in a CSV file"
        )


def _listed(names: Sequence[str]) -> str:
    more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
    return ", ".join(repr(shown(name)) for name in names[:_SHOWN]) + more


def _limit(found: list[Candidate], limit: int, seed: int) -> list[Candidate]:
    """Keep the ``limit`` pictures of each class whose hashes are smallest.

    So a picture that is added displaces at most one other.
    """
    classes: dict[str | None, list[Candidate]] = defaultdict(list)
    for candidate in sorted(found, key=lambda c: seed_for(seed, "limit", c.origin)):
        classes[clean_label(candidate.label)].append(candidate)
    kept = [candidate for members in classes.values() for candidate in members[:limit]]
    return sorted(kept, key=lambda c: c.origin)
