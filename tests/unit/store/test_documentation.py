import json
import re
from pathlib import Path

from topopress.store.action_records import Record
from topopress.store.canonical import canonical

PAGE = Path(__file__).parents[3] / "docs" / "store.md"


def test_the_record_in_the_documentation_is_a_valid_one():
    text = re.search(r"```json\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)[1]
    example = json.loads(text)
    record = Record.decode(canonical(example), example["body"]["key"])
    assert record.encode() == canonical(example) + b"\n"
