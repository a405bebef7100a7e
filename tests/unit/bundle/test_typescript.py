"""The viewer's types follow the schema."""

from typing import Literal

import pytest

from topopress.bundle import typescript
from topopress.bundle.schema import CHUNK_ARRAYS, Layer, Manifest
from topopress.kinds.images import documents


def test_the_committed_types_are_up_to_date():
    assert typescript.main(["--check"]) == 0


def test_a_stale_file_fails_the_check(tmp_path, monkeypatch, capsys):
    stale = tmp_path / "schema.ts"
    stale.write_text("old", encoding="utf-8")
    monkeypatch.setattr(typescript, "TARGET", stale)
    assert typescript.main(["--check"]) == 1
    assert "python -m topopress.bundle.typescript" in capsys.readouterr().err
    assert typescript.main([]) == 0
    assert typescript.main(["--check"]) == 0


@pytest.mark.parametrize(
    ("annotation", "spelling"),
    [
        (str, "string"),
        (float | None, "number | null"),
        (list[Layer], "readonly Layer[]"),
        (Literal["graph"], '"graph"'),
        (Literal[1], "1"),
    ],
)
def test_spelling(annotation, spelling):
    assert typescript.type_name(annotation) == spelling


def test_an_unknown_type_is_refused():
    with pytest.raises(TypeError, match="no TypeScript spelling"):
        typescript.type_name(dict[str, int])


def test_every_field_and_array_is_there_with_its_comment():
    text = typescript.typescript()
    for name in [*Manifest.model_fields, *Layer.model_fields, *documents.Sheet.model_fields]:
        assert f"  readonly {name}: " in text
    for arrays in (*CHUNK_ARRAYS.values(), *documents.CHUNK_ARRAYS.values()):
        for name in arrays:
            assert f'    "{name}": "{arrays[name]}"' in text
    assert "/** Name in the network. */\n  readonly name: string;" in text
