"""Refuses data of which too much cannot be used."""

from collections.abc import Sequence

from topopress.core.errors import DataError
from topopress.samples.types import SkippedInput

_SHOWN = 5


def refuse_too_many(
    usable: int, skipped: Sequence[SkippedInput], what: str, max_broken: float, where: str
) -> None:
    """Refuse data without a usable input, or with a larger share of others than is tolerated.

    Args:
        usable: How many inputs can be used.
        skipped: The others.
        what: What they are called, such as ``pictures``.
        max_broken: The setting of this name.
        where: The place in the settings.

    Raises:
        DataError: With the first that cannot be used.
    """
    total = usable + len(skipped)
    if usable and len(skipped) <= max_broken * total:
        return
    first = "; ".join(f"{skip.origin}: {skip.reason}" for skip in skipped[:_SHOWN])
    more = f"; and {len(skipped) - _SHOWN} more" if len(skipped) > _SHOWN else ""
    raise DataError(
        f"{where}: {len(skipped)} of {total} {what} cannot be used, more than "
        f"data.max_broken = {max_broken:g} tolerates: {first}{more}"
    )
