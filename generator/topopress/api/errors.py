"""The error of a wrong argument, as scikit-learn's users know it."""

from collections.abc import Iterator
from contextlib import contextmanager

from topopress.core.errors import TopopressError


class ParameterError(TopopressError, ValueError, TypeError):
    """An argument of a function of the Python interface has a wrong type or value.

    Like scikit-learn's ``InvalidParameterError`` it is a ``ValueError`` and a ``TypeError``.
    """


@contextmanager
def parameter_errors() -> Iterator[None]:
    """Turn every error that a user can correct into a ``ParameterError`` with the same text."""
    try:
        yield
    except ParameterError:
        raise
    except TopopressError as error:
        raise ParameterError(str(error).removeprefix("mapper.")) from error
