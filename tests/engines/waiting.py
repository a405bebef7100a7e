"""What the tests in other engines share: waiting for what the page comes to show."""

import time

SECONDS = 20.0
HEADING = "document.querySelector('.viewer-panel h2')?.textContent"


def until(engine, expression: str, wanted: object) -> None:
    """Wait until an expression has a value."""
    end = time.monotonic() + SECONDS
    while (found := engine.evaluate(expression)) != wanted:
        if time.monotonic() > end:
            raise AssertionError(f"{expression} is {found!r}, not {wanted!r}")
        time.sleep(0.05)


def opened(engine, address: str, heading: str) -> None:
    """Open a view and wait for the heading of its panel."""
    engine.open(address)
    until(engine, HEADING, heading)
