"""The reference of all settings, generated from ``schema.py``.

``python -m topopress.config.reference`` writes ``docs/settings.md`` and, for editors, the JSON
Schemas beside it; ``--check`` fails where they are out of date.
"""

import sys
from collections.abc import Iterator
from pathlib import Path
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

import orjson
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from topopress.config.case_studies import CaseStudy
from topopress.config.introspection import kind_of, models_in
from topopress.config.schema import Exploration, Site

DOCS = Path(__file__).resolve().parents[3] / "docs"
HEAD = """# Settings

Generated from `generator/topopress/config`; do not edit by hand.

A site has one `content/site.toml`, one `content/NAME/exploration.toml` per exploration, and front
matter in each case study. A key that is not listed here is an error, and all mistakes are reported
at once. For completion in an editor, point it at `docs/site.schema.json`,
`docs/exploration.schema.json` and `docs/case-study.schema.json`.

Files are UTF-8, with or without a byte order mark. A folder of `content/` with an
`exploration.toml` is an exploration, and its name is the exploration's address, unless `slug` gives
another. Folders whose names begin with a dot are passed over. A build and `topopress check` name
files that look like settings or essays and are not used.
"""


STUDIES = """The settings of a [case study](case-studies.md) stand at the start of its text, between
two lines `+++`.
"""


def documents() -> dict[str, str]:
    """Return the generated files by name."""
    options = orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS
    schemas: dict[str, type[BaseModel]] = {
        "site": Site,
        "exploration": Exploration,
        "case-study": CaseStudy,
    }
    files = {
        f"{name}.schema.json": orjson.dumps(model.model_json_schema(), option=options).decode()
        + "\n"
        for name, model in schemas.items()
    }
    parts = [HEAD, "## content/site.toml\n", *_section("", Site)]
    parts += ["\n## content/NAME/exploration.toml\n", *_section("", Exploration)]
    parts += [f"\n## content/case-studies/NAME/index.md\n\n{STUDIES}", *_table("", CaseStudy)]
    files["settings.md"] = "\n".join(parts).rstrip() + "\n"
    return files


def _section(prefix: str, model: type[BaseModel]) -> Iterator[str]:
    yield from _table(prefix, model)
    for name, field in model.model_fields.items():
        path = f"{prefix}{name}"
        for child in () if _like(field) else models_in(field.annotation):
            kind = kind_of(child)
            yield f"\n### [{path}]" + (f' with kind = "{kind}"' if kind else "") + "\n"
            yield f"{(child.__doc__ or '').strip()}\n"
            yield from _section(f"{path}.", child)


def _table(prefix: str, model: type[BaseModel]) -> Iterator[str]:
    plain = {
        n: f for n, f in model.model_fields.items() if _like(f) or not list(models_in(f.annotation))
    }
    if plain:
        yield "| key | value | default | meaning |\n|---|---|---|---|"
    for name, field in plain.items():
        meaning = " ".join((field.description or "Which kind this is.").split())
        like = _like(field)
        value = f"table as `[{like}]`" if like else _type(field.annotation) + _bounds(field)
        value = value.replace("|", "\\|")
        yield f"| `{prefix}{name}` | {value} | {_default(field)} | {meaning} |"


def _like(field: FieldInfo) -> str:
    """Return the table that is described elsewhere and that a field is like; empty for none."""
    extra = field.json_schema_extra
    return str(extra.get("like", "")) if isinstance(extra, dict) else ""


def _default(field: FieldInfo) -> str:
    if field.is_required():
        return "required"
    return "none" if field.default is None else f"`{orjson.dumps(field.default).decode()}`"


def _bounds(field: FieldInfo) -> str:
    signs = {"ge": "≥", "gt": ">", "le": "≤", "lt": "<"}
    found = [
        f"{sign} {getattr(part, name)}"
        for part in field.metadata
        for name, sign in signs.items()
        if getattr(part, name, None) is not None
    ]
    return f" {', '.join(found)}" if found else ""


def _type(annotation: Any) -> str:  # noqa: ANN401 - a typing form
    origin, parts = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _type(parts[0]) + _bounds(FieldInfo.from_annotation(annotation))
    if origin is Literal:
        return ", ".join(f'`"{part}"`' for part in parts)
    if origin in (Union, UnionType):
        return " or ".join(_type(part) for part in parts if part is not NoneType)
    if origin is tuple and get_origin(parts[0]) is Literal:
        return f"list of {_type(parts[0])}"
    if origin is tuple:
        word, space, bounds = _type(parts[0]).partition(" ")
        count = "" if parts[-1] is Ellipsis else f"{len(parts)} "
        return f"list of {count}{word}{'' if count == '1 ' else 's'}{space}{bounds}"
    names = {dict: "table", str: "text", int: "integer", float: "number", bool: "true or false"}
    return names.get(origin or annotation, getattr(annotation, "__name__", str(annotation)))


def main(arguments: list[str]) -> int:
    """Write the files, or compare them with ``--check``; return the exit status."""
    stale = [
        name
        for name, text in documents().items()
        if not (DOCS / name).is_file() or (DOCS / name).read_text("utf-8") != text
    ]
    if "--check" not in arguments:
        for name, text in documents().items():
            (DOCS / name).write_text(text, "utf-8")
        return 0
    if stale:
        sys.stderr.write(
            f"docs/{', docs/'.join(stale)}: out of date; run python -m topopress.config.reference\n"
        )
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
