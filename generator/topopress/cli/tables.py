"""Tables in a terminal."""

from collections.abc import Container, Sequence


def aligned(cells: Sequence[Sequence[str]], left: Container[int] = ()) -> list[str]:
    """Return the lines of a table with columns of equal width, aligned right but for ``left``."""
    plain = [[cell.replace("\u00a0", "") for cell in line] for line in cells]
    widths = [max(map(len, column)) for column in zip(*plain, strict=True)]
    return [
        "  "
        + "  ".join(
            cell.ljust(width) if place in left else cell.rjust(width)
            for place, (cell, width) in enumerate(zip(line, widths, strict=True))
        ).rstrip()
        for line in plain
    ]
