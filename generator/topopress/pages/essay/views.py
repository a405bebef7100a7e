"""The address of a view of the explorer, as links in essays and tables state it.

The viewer keeps its whole state in the fragment of the page's address, such as
``#layer=block10&node=i12c0``. Here such a fragment is written, or read from an essay's
``view:`` link and checked against the graph that was built, or the settings before that.
"""

import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from urllib.parse import parse_qsl, quote, unquote, urlencode

from topopress.bundle.view_state import (
    ALL_LAYERS,
    COLOUR_FORMS,
    FORMER_WORDS,
    MOST_BESIDE,
    VIEW_CHOICES,
    VIEW_KEYS,
    parts_of_classes,
)
from topopress.core.errors import suggestion
from topopress.pages.essay.names import ExplorationNames
from topopress.pages.tables.text import missing

_COLOURED = re.compile(r"((.+?):[0-9a-f]{6}(?:,|$))")
_NODES = frozenset({"node", "edge", "path", "component", "near", "nodes", "callouts"})
_ELSEWHERE = re.compile(r"(i\d+c\d+(?:,\w+)*)@(.+)", re.ASCII)
_PIN = re.compile(r"(i\d+c\d+):(-?\d+(?:\.\d+)?,-?\d+(?:\.\d+)?)", re.ASCII)
_COVER = re.compile(r"\d+x\d(\.\d+)?", re.ASCII)
_PLACE = re.compile(r"-?\d+(\.\d+)?,-?\d+(\.\d+)?,\d+(\.\d+)?", re.ASCII)


def fragment(state: Mapping[str, str]) -> str:
    """Return ``#layer=...&node=...`` for the parts of a view, in the order of ``VIEW_KEYS``."""
    ordered = [(key, state[key]) for key in VIEW_KEYS if key in state]
    return "#" + urlencode(ordered, quote_via=quote, safe=",/:;~")


def parse_view(text: str, names: ExplorationNames) -> dict[str, str]:
    """Read ``layer=block10&node=i12c0``, a view of an exploration.

    Raises:
        LookupError: if a key is unknown or repeated, or what it names is not there.
    """
    return checked_view(parts_of_view(text), names)


def parts_of_view(text: str) -> dict[str, str]:
    """Return the parts of an address, not checked.

    Raises:
        LookupError: if a key is repeated.
    """
    pairs = parse_qsl(unquote(text) if "%3D" in text else text, keep_blank_values=True)
    if repeated := [key for key, n in Counter(key for key, _ in pairs).items() if n > 1]:
        raise LookupError(f"the part {repeated[0]!r} is there twice")
    return dict(pairs)


def checked_view(parts: Mapping[str, str], names: ExplorationNames) -> dict[str, str]:
    """Return the parts of a view with the names of today.

    Raises:
        LookupError: if a key is unknown, or what it names is not there.
    """
    state = {
        key: FORMER_WORDS.get(value, value) if key in VIEW_CHOICES else value
        for key, value in parts.items()
    }
    if "layer" not in state:
        raise LookupError("a view needs a layer, as in view:layer=LAYER&node=NODE")
    for key, value in state.items():
        if key not in VIEW_KEYS:
            raise missing("a view has no part", key, VIEW_KEYS, f"Parts: {', '.join(VIEW_KEYS)}")
        _require_choice(key, value)
    state["layer"] = names.layer_id(state["layer"])
    _check(state, names)
    return state | dict(_with_names(state, names))


def layers_of_others(state: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield exploration and layer of the graphs beside the first that are of other explorations."""
    for graph in state.get("beside", "").split(","):
        exploration, slash, layer = graph.partition("~")[0].partition("/")
        if slash:
            yield exploration, layer


def _with_names(state: Mapping[str, str], names: ExplorationNames) -> Iterator[tuple[str, str]]:
    """Yield the parts that name nodes and layers, with their names of today."""
    layer = state["layer"]
    if "beside" in state:
        yield "beside", _beside(state["beside"], names)
    if _is_cut(state):
        return
    for key in _NODES & state.keys():
        yield key, _node_names(state[key], layer, names)
    if "second" in state:
        kind, _, value = state["second"].partition(":")
        yield "second", f"{kind}:{_node_names(value, layer, names) if kind in _NODES else value}"
    if "pinned" in state:
        pins = state["pinned"].split(";")
        yield "pinned", ";".join(_pin(pin, layer, names) for pin in pins)


def _is_cut(state: Mapping[str, str]) -> bool:
    """Whether the graph is made by the viewer, so that its nodes are not known here."""
    return "cover" in state or "level" in state


def _pin(text: str, layer: str, names: ExplorationNames) -> str:
    found = _PIN.fullmatch(text)
    if not found:
        raise LookupError(f"pinned={text}: copy the address of a view from the explorer")
    node, place = found.groups()
    return f"{names.node_name(layer, node)}:{place}"


def _node_names(value: str, layer: str, names: ExplorationNames) -> str:
    """Check nodes with commas between them; ``i1c0,2`` has a number of steps after its node.

    Of another layer than that of the view, their names end in ``@LAYER``.
    """
    elsewhere = _ELSEWHERE.fullmatch(value)
    listed, other = elsewhere.groups() if elsewhere else (value, None)
    home = layer if other is None else names.layer_id(other)
    found = [
        part if part.isdecimal() else names.node_name(home, part) for part in listed.split(",")
    ]
    return ",".join(found) + ("" if other is None else f"@{home}")


def _is_named_colour(value: str) -> bool:
    form, colon, name = value.partition(":")
    return form in COLOUR_FORMS and bool(colon and name)


def _require_choice(key: str, value: str) -> None:
    choices, named = VIEW_CHOICES.get(key), key == "colour" and _is_named_colour(value)
    if choices is not None and value not in choices and not named:
        forms = [f"{form}:NAME" for form in COLOUR_FORMS] if key == "colour" else []
        allowed = ", ".join([*choices, *forms])
        raise LookupError(f"{key}={value}{suggestion(value, choices)}: must be one of {allowed}")


def _check(state: Mapping[str, str], names: ExplorationNames) -> None:
    checks = {
        "label": names.label, "column": names.column, "value": names.value, "sample": names.sample,
        "projection": names.projection,
    }  # fmt: skip
    second = state.get("second", "").partition(":")[::2]
    for kind, name in [*state.items(), *parts_of_classes(state.get("classes", "")), second]:
        if check := checks.get(kind):
            check(name)
    if "structure" in state and not _is_cut(state):
        structure, _, layer = state["structure"].partition("@")
        names.structure(names.layer_id(layer) if layer else state["layer"], structure)
    if "edges" in state and not _is_share(state["edges"]):
        raise LookupError(f"edges={state['edges']}: must be a number from 0 to 1")
    if "cover" in state and not _COVER.fullmatch(state["cover"]):
        raise LookupError(f"cover={state['cover']}: must be INTERVALSxOVERLAP, such as 25x0.3")
    if "level" in state and not _is_above_zero(state["level"]):
        raise LookupError(f"level={state['level']}: must be a value of eps, above 0")
    if "at" in state and not _PLACE.fullmatch(state["at"]):
        raise LookupError(f"at={state['at']}: copy the address of a view from the explorer")
    _check_colours(state, names)


def _check_colours(state: Mapping[str, str], names: ExplorationNames) -> None:
    form, _, name = state.get("colour", "").partition(":")
    if form == "share":
        names.label_or_value(name)
    if form == "number":
        names.number(name)
    for label in _coloured(state.get("palette", "")):
        names.label_of_any_column(label)


def _coloured(palette: str) -> list[str]:
    """Return the labels of ``LABEL:rrggbb,LABEL:rrggbb``.

    Raises:
        LookupError: a colour is none, or a label is missing.
    """
    pairs = _COLOURED.findall(palette)
    if "".join(whole for whole, _ in pairs) != palette:
        raise LookupError(
            f"palette={palette}: write LABEL:rrggbb, with a colour of six hexadecimal digits, and "
            "a comma before the next label"
        )
    return [label for _, label in pairs]


def _beside(text: str, names: ExplorationNames) -> str:
    """Return ``LAYER,EXPLORATION/LAYER`` with the ids of the layers of this exploration.

    The layers of other explorations are not known here; see ``layers_of_others``.
    """
    if text == ALL_LAYERS:
        return text
    graphs = []
    for graph in text.split(","):
        layer, mark, place = graph.partition("~")
        graphs.append((layer if "/" in layer else names.layer_id(layer)) + mark + place)
    if len(graphs) > MOST_BESIDE:
        raise LookupError(f"beside={text}: at most {MOST_BESIDE} layers, joined by a comma")
    return ",".join(graphs)


def _is_share(text: str) -> bool:
    try:
        return text.isascii() and 0 <= float(text) <= 1
    except ValueError:
        return False


def _is_above_zero(text: str) -> bool:
    try:
        return text.isascii() and 0 < float(text) < math.inf
    except ValueError:
        return False
