"""The reference of the settings is generated, complete and up to date."""

from pydantic import BaseModel

from topopress.config import schema
from topopress.config.reference import DOCS, documents


def test_the_committed_reference_is_up_to_date():
    for name, text in documents().items():
        assert (DOCS / name).read_text("utf-8") == text, "run python -m topopress.config.reference"


def test_every_setting_is_described_and_listed():
    reference = documents()["settings.md"]
    models = [m for m in vars(schema).values() if isinstance(m, type) and issubclass(m, BaseModel)]
    for model in models:
        for name, field in model.model_fields.items():
            assert field.description or name == "kind", f"{model.__name__}.{name}"
            assert name in reference, f"{model.__name__}.{name}"
