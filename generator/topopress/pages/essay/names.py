"""What can be named of one exploration, before and after its graphs are built."""

from topopress.config.addresses import layer_address
from topopress.config.schema import Exploration
from topopress.pages.essay.facts import Facts, parse_fact, require_projection
from topopress.pages.tables.report_figures import no_report
from topopress.pages.tables.text import missing


class PlannedNames:
    """The names that the settings make known before anything is computed.

    Answers like ``Facts``; what only the results can tell, such as which nodes there are, passes.
    """

    def __init__(self, settings: Exploration) -> None:
        self.settings = settings
        self._projections = settings.projection.kinds
        self._ids = {name: layer_address(name) for name in settings.layers} or None

    def has_layer(self, name: str) -> bool:
        """Return whether the settings name a layer of that id or name."""
        return self._ids is not None and (name in self._ids or name in self._ids.values())

    def layer_id(self, name: str) -> str:
        """Return the id of the layer of that id or name."""
        if self._ids is None or name in self._ids.values():
            return name
        if name not in self._ids:
            ids = tuple(self._ids.values())
            raise missing("there is no layer", name, ids, f"Layers: {', '.join(ids)}")
        return self._ids[name]

    def node_name(self, layer_id: str, node_id: str) -> str:
        """Return the name as it is written."""
        self.layer_id(layer_id)
        return node_id

    def structure(self, layer_id: str, structure_id: str) -> None:
        """Check the layer."""
        self.layer_id(layer_id)

    def channel(self, layer_id: str, channel: int) -> None:
        """Check the layer."""
        self.layer_id(layer_id)

    def sample(self, sample: str) -> None:
        """Let every sample pass."""

    def label(self, label: str) -> None:
        """Let every label pass."""

    def label_or_value(self, name: str) -> None:
        """Let every label and value pass."""

    def label_of_any_column(self, label: str) -> None:
        """Let every label pass."""

    def number(self, column: str) -> None:
        """Let every column pass."""

    def projection(self, kind: str) -> None:
        """Check that the scatter is published."""
        require_projection(kind, self._projections)

    def column(self, column: str) -> None:
        """Let every column pass."""

    def value(self, value: str) -> None:
        """Let every value pass."""

    def __getitem__(self, name: str) -> str:
        """Return a text that stands for the fact."""
        one = parse_fact(name, (self._ids or {}).values())
        if one.layer:
            self.layer_id(one.layer)
        if one.of == "A block" and self.settings.wanted_report is None:
            raise no_report()
        return "0"


ExplorationNames = Facts | PlannedNames
