"""The self-contained pages of tables show their columns and rows."""

import pytest

from topopress.pages.contexts import Row
from topopress.pages.types.layer_tables import LayerTable, tables_page


@pytest.mark.parametrize("template", ["tune.html.jinja", "sweep.html.jinja"])
def test_columns_rows_and_notes_are_shown(template):
    table = LayerTable(
        "conv1", "Two graphs.", (Row(("20", "0.3"), note="used"), Row(("30", "0.4")))
    )
    page = tables_page(template, ("Photographs", "en"), ("Intervals", "Overlap"), [table], None)
    html = page.decode()
    assert '<th scope="col">Intervals</th><th scope="col">Overlap</th>' in html
    assert '<tr class="marked"><td>20</td><td>0.3</td><td>used</td></tr>' in html
    assert '<h2 id="layer-1"><bdi>conv1</bdi></h2>' in html
    assert "Two graphs." in html
    assert "Photographs" in html
