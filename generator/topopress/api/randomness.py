"""``random_state`` as scikit-learn has it, as a seed of this package."""

import numpy as np

from topopress.api.errors import ParameterError
from topopress.config.limits import MOST

RandomState = int | np.random.Generator | np.random.RandomState | None


def seed_of(random_state: RandomState) -> int:
    """Return a seed: an integer as it is, 0 for None, a number that a generator draws.

    Unlike scikit-learn's, None is no new seed at each call: results can be repeated by default.

    Raises:
        ParameterError: it is something else, or the integer is negative or above 2^63 - 1.
    """
    if random_state is None:
        return 0
    if isinstance(random_state, np.random.Generator):
        return int(random_state.integers(MOST))
    if isinstance(random_state, np.random.RandomState):
        return int(random_state.randint(2**31 - 1))
    whole = isinstance(random_state, int | np.integer) and not isinstance(random_state, bool)
    if not whole or not 0 <= random_state <= MOST:
        raise ParameterError(
            "random_state: must be a whole number from 0 to 2^63 - 1, a numpy.random.Generator, a "
            f"numpy.random.RandomState or None, got {random_state!r}"
        )
    return int(random_state)
