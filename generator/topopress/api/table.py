"""What ``topopress.publish`` is told of the rows, as the columns of one table."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pydantic import TypeAdapter, ValidationError

from topopress.api.errors import ParameterError
from topopress.api.values import Cell, cells, listed, texts
from topopress.config.texts import WebAddress
from topopress.core.errors import suggestion
from topopress.kinds.arrays.row_ids import LONGEST
from topopress.samples.labels import is_plain

ROLES: Mapping[str, str] = {
    "ids": "id",
    "labels": "label",
    "pictures": "picture",
    "texts": "text",
    "links": "link",
}
"""The arguments that give one value for each row, and the setting that names their column."""
_READ_ANYWAY = ("ids", "labels")
"""A column of the metadata of their name is taken for them where they are not given."""


@dataclass(slots=True)
class Table:
    """Columns by their name, each with a value for each row, and the column of each role."""

    n_rows: int
    columns: dict[str, list[Cell]] = field(default_factory=dict)
    roles: dict[str, str] = field(default_factory=dict)

    def lines(self) -> Iterator[str]:
        """Yield an object of JSON for each row, without what is missing."""
        names = list(self.columns)
        for row in zip(*self.columns.values(), strict=True):
            given = {
                name: value for name, value in zip(names, row, strict=True) if value is not None
            }
            yield json.dumps(given, ensure_ascii=False)


def given_table(n_rows: int, metadata: object, **roles: object) -> Table:
    """Return the table of metadata and of what has a role: ids, labels, texts and links.

    A role is given as a sequence, or as the name of a column of the metadata.

    Raises:
        ParameterError: lengths differ, a column is not there or is given twice, or a value cannot
            be published.
    """
    table = Table(n_rows)
    for name, values in _columns(metadata, n_rows).items():
        table.columns[name] = cells(values, f"metadata[{name!r}]")
    for argument, given in roles.items():
        _add_role(table, argument, given)
    _check_ids(table)
    _check_links(table)
    return table


def _add_role(table: Table, argument: str, given: object) -> None:
    setting = ROLES[argument]
    if given is None:
        if argument not in _READ_ANYWAY or setting not in table.columns:
            return
        given = setting
    if isinstance(given, str):
        _require_column(table, argument, given)
        table.columns[given] = [*texts(table.columns[given], f"metadata[{given!r}]")]
        if argument not in _READ_ANYWAY or given != setting:
            _require_values(argument, table.columns[given])
        table.roles[setting] = given
        return
    add_column(table, argument, [*texts(listed(given, argument, table.n_rows), argument)])


def add_column(table: Table, argument: str, values: list[Cell]) -> None:
    """Add the column of an argument, such as ``labels``.

    Raises:
        ParameterError: the metadata have a column of that name.
    """
    setting = ROLES[argument]
    if setting in table.columns:
        raise ParameterError(
            f"{argument}: metadata has a column {setting!r} as well; leave {argument} out, or "
            "rename the column"
        )
    _require_values(argument, values)
    table.columns[setting] = values
    table.roles[setting] = setting


def _require_values(argument: str, values: Sequence[Cell]) -> None:
    if all(value is None or not str(value).strip() for value in values):
        raise ParameterError(f"{argument}: every value is missing; leave the argument out")


def _require_column(table: Table, argument: str, column: str) -> None:
    if column not in table.columns:
        known = ", ".join(map(repr, table.columns)) or "none"
        raise ParameterError(
            f"{argument}: metadata has no column {column!r}{suggestion(column, table.columns)} "
            f"(columns: {known:.200}); give one value for each row, or the name of a column"
        )


def _columns(metadata: object, n_rows: int) -> dict[str, list[object]]:
    """Return the columns of a data frame, of a mapping of columns, or of a list of mappings."""
    found: dict[str, list[object]] = {}
    for name, values in _named_columns(metadata, n_rows):
        if not name.strip():
            raise ParameterError("metadata: a column has no name; name it")
        if name in found:
            raise ParameterError(f"metadata: the column {name!r} stands there twice; rename one")
        found[name] = listed(values, f"metadata[{name!r}]", n_rows)
    return found


def _named_columns(metadata: Any, n_rows: int) -> Iterator[tuple[str, object]]:  # noqa: ANN401 - a table of any library
    if metadata is None:
        return
    if hasattr(metadata, "columns") and hasattr(metadata, "iloc"):
        for place, name in enumerate(metadata.columns):
            yield str(name), metadata.iloc[:, place]
    elif hasattr(metadata, "columns") and hasattr(metadata, "get_column"):  # polars
        for name in metadata.columns:
            yield str(name), metadata.get_column(name).to_list()
    elif isinstance(metadata, Mapping):
        yield from ((str(name), values) for name, values in metadata.items())
    elif isinstance(metadata, Sequence) and all(isinstance(one, Mapping) for one in metadata):
        entries = listed(metadata, "metadata", n_rows)
        names = dict.fromkeys(name for one in metadata for name in one)
        yield from ((str(name), [one.get(name) for one in entries]) for name in names)  # type: ignore[attr-defined]
    else:
        raise ParameterError(
            "metadata: must be a data frame, a mapping of columns, or a list with one mapping for "
            f"each row; got {_type_of(metadata)}"
        )


def _type_of(metadata: object) -> str:
    if not isinstance(metadata, list):
        return type(metadata).__name__
    other = next(one for one in metadata if not isinstance(one, Mapping))
    return f"a list with a value of type {type(other).__name__}"


def _check_ids(table: Table) -> None:
    seen: dict[str, int] = {}
    for row, value in enumerate(_column_of(table, "id")):
        name = "" if value is None else str(value).strip()
        if not name or not is_plain(name) or len(name) > LONGEST:
            raise ParameterError(
                f"ids: row {row} (counted from 0) has {value!r:.80}; an id has 1 to {LONGEST} "
                "characters, none of them a control character"
            )
        other = seen.setdefault(name, row)
        if other != row:
            raise ParameterError(
                f"ids: {value!r:.80} stands in the rows {other} and {row} (counted from 0); every "
                "row needs an id of its own"
            )


def _check_links(table: Table) -> None:
    address = TypeAdapter(WebAddress)
    for row, value in enumerate(_column_of(table, "link")):
        try:
            if value is not None:
                address.validate_python(value)
        except ValidationError as error:
            reason = error.errors()[0]["msg"].removeprefix("Value error, ")
            raise ParameterError(f"links: row {row} (counted from 0) {reason}") from error


def _column_of(table: Table, setting: str) -> Sequence[Cell]:
    return table.columns[table.roles[setting]] if setting in table.roles else ()
