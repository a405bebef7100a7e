"""The address of a view of the explorer, as links in essays and tables state it.

The viewer keeps its whole state in the fragment of the page's address, such as
``#layer=block10&node=i12c0``. Here such a fragment is written, or read from an essay's
``view:`` link and checked against the graph that was built.
"""

import re
from collections.abc import Mapping
from urllib.parse import parse_qsl, quote, unquote, urlencode

from topopress.bundle.view_state import FORMER_WORDS, VIEW_CHOICES, VIEW_KEYS
from topopress.core.errors import suggestion
from topopress.pages.essay.facts import Facts
from topopress.pages.tables.text import missing

_PLACE = re.compile(r"-?\d+(\.\d+)?,-?\d+(\.\d+)?,\d+(\.\d+)?")


def fragment(state: Mapping[str, str]) -> str:
    """Return ``#layer=...&node=...`` for the parts of a view, in the order of ``VIEW_KEYS``."""
    ordered = [(key, state[key]) for key in VIEW_KEYS if key in state]
    return "#" + urlencode(ordered, quote_via=quote, safe=",/")


def parse_view(text: str, facts: Facts) -> dict[str, str]:
    """Read ``layer=block10&node=i12c0``.

    Raises:
        LookupError: if a key is unknown, or what it names is not in the built graphs.
    """
    pairs = parse_qsl(unquote(text) if "%3D" in text else text, keep_blank_values=True)
    state = {key: FORMER_WORDS.get(value, value) for key, value in pairs}
    if "layer" not in state:
        raise LookupError("a view needs a layer, as in view:layer=LAYER&node=NODE")
    for key, value in state.items():
        if key not in VIEW_KEYS:
            raise missing("a view has no part", key, VIEW_KEYS, f"Parts: {', '.join(VIEW_KEYS)}")
        choices = VIEW_CHOICES.get(key)
        if choices is not None and value not in choices:
            raise LookupError(
                f"{key}={value}{suggestion(value, choices)}: must be one of {', '.join(choices)}"
            )
    state["layer"] = facts.layer(state["layer"]).layer.id
    _check(state, facts)
    if "node" in state:
        view = facts.layer(state["layer"])
        state["node"] = view.node_ids[facts.node(state["layer"], state["node"])]
    return state


def _check(state: Mapping[str, str], facts: Facts) -> None:
    if "label" in state:
        facts.label(state["label"])
    if "structure" in state:
        facts.structure(state["layer"], state["structure"])
    if "edges" in state and not _is_share(state["edges"]):
        raise LookupError(f"edges={state['edges']}: must be a number from 0 to 1")
    if "at" in state and not _PLACE.fullmatch(state["at"]):
        raise LookupError(f"at={state['at']}: copy the address of a view from the explorer")


def _is_share(text: str) -> bool:
    try:
        return 0 <= float(text) <= 1
    except ValueError:
        return False
