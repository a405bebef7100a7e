"""How a number of pictures is shared out."""

from collections.abc import Sequence


def shares(wanted: Sequence[int], most: int) -> list[int]:
    """Share out a number of pictures in proportion to what is wanted, if it does not suffice.

    Args:
        wanted: Number of pictures of each layer.
        most: Number of pictures of all layers together.

    Returns:
        How many each layer may have; by the largest remainders, ties: the earlier layer first.
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
