"""The error of a sample that cannot be used."""


class Unusable(Exception):
    """A sample cannot be used; the message is the reason, without the sample's number."""
