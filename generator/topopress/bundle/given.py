"""What pages show of a graph that another tool has made, beside the figures of its nodes."""

from topopress.bundle.exploration import NodeColumn
from topopress.bundle.parts import GivenFacts


def given_columns(given: GivenFacts | None) -> tuple[NodeColumn, ...]:
    """Return the names of the nodes in the file, as a column of tables; nothing for own graphs."""
    return () if given is None else (NodeColumn("name", "Name in the file", given.names),)
