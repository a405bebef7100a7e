"""The explorations of a site whose graphs can stand beside those of another one."""

from collections.abc import Sequence

from topopress.bundle.packing import add_chunk, pack
from topopress.bundle.schema import Manifest, ManifestHeader, OtherExploration
from topopress.pages.sources import PageSource


def others_of(source: PageSource, explorations: Sequence[PageSource]) -> list[OtherExploration]:
    """Return the explorations that share samples with one of them, in their order."""
    return [
        OtherExploration(
            name=other.name,
            title=other.settings.title,
            manifest=manifest_chunk(other.bundle.manifest)[0],
            layers=[layer.id for layer in other.bundle.manifest.layers],
            shared=shared,
        )
        for other in explorations
        if other is not source and (shared := shared_samples(source, other))
    ]


def shared_samples(one: PageSource, other: PageSource) -> int:
    """Return how many samples have the same id in both explorations.

    Numbers of rows are ids that any two tables have in common, so they count only where both
    explorations have the same ones.
    """
    ids, others = one.sample_ids, other.sample_ids
    if all(map(str.isdecimal, ids)):
        return len(ids) if ids == others else 0
    return len(set(ids) & set(others))


def manifest_chunk(manifest: Manifest) -> tuple[str, bytes]:
    """Return the path and the script of the chunk that pages of other explorations load."""
    files: dict[str, bytes] = {}
    header = ManifestHeader(kind="manifest", manifest=manifest)
    path = add_chunk(files, "manifest", pack(header, {}))
    return path, files[path]
