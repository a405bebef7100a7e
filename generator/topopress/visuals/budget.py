"""How a number of pictures is shared out."""

from collections.abc import Sequence


def shares(wanted: Sequence[int], most: int) -> list[int]:
    """Share out at most so many pictures in proportion to what each layer wants.

    The largest remainders get those that are left; ties: the earlier layer first.
    """
    total = sum(wanted)
    if total <= most:
        return list(wanted)
    exact = [count * most / total for count in wanted]
    allowed = [int(share) for share in exact]
    by_remainder = sorted(range(len(exact)), key=lambda k: (allowed[k] - exact[k], k))
    for k in by_remainder[: most - sum(allowed)]:
        allowed[k] += 1
    return allowed
