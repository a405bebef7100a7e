"""Numbers of things in messages."""


def counted(number: int, one: str, many: str | None = None) -> str:
    """Return ``1 row`` or ``1,200 rows``; ``many`` is the plural where it is not ``one`` + s."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"
