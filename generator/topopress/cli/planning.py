"""What a build will do, as texts and as data. Imported only when a command needs it."""

import json
from pathlib import Path

import click

from topopress.build.forecast import forecast_site
from topopress.build.site import STORE
from topopress.stage.estimate import about, summary
from topopress.stage.forecast import STORED, Expected, Forecast

FORMAT = "topopress-plan 1"
NAMED = 3
"""Actions that a line names at most of those that one waits for."""


def print_plan(root: Path, names: tuple[str, ...], *, as_json: bool) -> None:
    """Print the actions of a build, and about how long they take."""
    found = forecast_site(root, root / STORE, names)
    if as_json:
        click.echo(json.dumps(_as_data(found), indent=1))
        return
    for each in found.actions:
        click.echo(_line(each, found))
    click.echo(summary(found))


def _line(each: Expected, found: Forecast) -> str:
    if each.state == STORED:
        return f"stored   {each.stage}"
    time = "time unknown" if each.seconds is None else about(each.seconds)
    waits = [str(one) for one in _waits_for(each, found)]
    if len(waits) > NAMED:
        waits = [*waits[:NAMED], f"{len(waits) - NAMED} more"]
    text = f"; waits for {', '.join(waits)}" if waits else ""
    return f"{each.state}  {each.stage}: {time}{text}"


def _waits_for(each: Expected, found: Forecast) -> list[object]:
    unfinished = {one.stage for one in found.open}
    return [one for one in dict.fromkeys(each.stage.input_stages()) if one in unfinished]


def _as_data(found: Forecast) -> dict[str, object]:
    actions = [
        {
            "stage": each.stage.name,
            "item": each.stage.item,
            "reads": [str(one) for one in dict.fromkeys(each.stage.input_stages())],
            "waits_for": [str(one) for one in _waits_for(each, found)],
            "state": each.state,
            "seconds": None if each.seconds is None else round(each.seconds, 1),
            "sort": each.group,
        }
        for each in found.actions
    ]
    return {
        "format": FORMAT,
        "actions": actions,
        "to_compute": len(found.open),
        "seconds": round(found.seconds, 1),
        "unknown": found.n_unknown,
        "seconds_of_sorts": {name: round(s, 1) for name, s in found.groups.items()},
        "summary": summary(found),
    }
