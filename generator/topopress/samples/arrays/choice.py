"""Chooses an array of a file that has several: the named one, or the only one."""

from collections.abc import Sequence

from topopress.core.errors import DataError, suggestion

_SHOWN = 8
_LONGEST = 60


def chosen_array(wanted: str | None, names: Sequence[str], where: str) -> str:
    """Return the name of the array that is wanted; without one, that of the only array.

    Raises:
        DataError: There is no such array, or several and none is named.
    """
    if wanted is not None and wanted in names:
        return wanted
    listed = ", ".join(repr(name[:_LONGEST]) for name in names[:_SHOWN]) or "none"
    more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
    if wanted is not None:
        hint = suggestion(wanted, names)
        raise DataError(f"{where} has no array {wanted!r}{hint} (arrays: {listed}{more})")
    if not names:
        raise DataError(f"{where} has no array; write the matrix again")
    if len(names) != 1:
        raise DataError(
            f"{where} has {len(names)} arrays ({listed}{more}); name one after the file, such as "
            f"#{names[0][:_LONGEST]}"
        )
    return names[0]
