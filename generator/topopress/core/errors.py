"""All errors that a user can cause, as one tree.

The command line prints the message of a ``TopopressError`` alone and exits with status 1. A message
says where, what, what is allowed, and what to do. Any other exception is a bug, and is shown with
its traceback.
"""

from collections.abc import Iterable
from difflib import get_close_matches


class TopopressError(Exception):
    """Base class: a mistake that the user can correct."""


class ConfigError(TopopressError):
    """A content file has an invalid setting."""


class DataError(TopopressError):
    """The inputs of an exploration cannot be used."""


class NetworkError(TopopressError):
    """A network cannot be loaded, or lacks a wanted layer or class."""


class ActivationError(TopopressError):
    """A network's activations cannot be used (NaN, wrong shape)."""


class StoreError(TopopressError):
    """The store of finished artifacts cannot be read or written."""


class PublishError(TopopressError):
    """The output folder cannot be written."""


class BusyError(PublishError):
    """Another build holds the lock."""


class ResourceError(TopopressError):
    """A template or a compiled site asset cannot be found."""


class CiteError(TopopressError):
    """A work cannot be added to the references."""


class PageError(TopopressError):
    """An essay or a template refers to something that does not exist."""


def suggestion(wrong: str, allowed: Iterable[str]) -> str:
    """Return ``"; did you mean 'x'?"`` for the nearest allowed word, or nothing."""
    matches = get_close_matches(wrong, list(allowed), n=1)
    return f"; did you mean {matches[0]!r}?" if matches else ""
