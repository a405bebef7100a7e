"""Numbers of channels, as messages and pages write them."""


def channels_in_words(channels: int) -> str:
    """Return a number of channels in words."""
    return f"{channels} channel{'' if channels == 1 else 's'}"
