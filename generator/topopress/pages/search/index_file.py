"""The file that the search of a site loads: the texts of all pages, and the names of all graphs.

It is a classic script, because a page that is opened from a disk can load nothing else, and has
texts as they are: to look through them is fast enough (``docs/decisions/0117-search.md``).
"""

from collections.abc import Mapping, Sequence

import orjson

from topopress.config.schema import Site
from topopress.pages.search.graph_names import graph_names
from topopress.pages.search.page_texts import is_listed, page_text
from topopress.pages.sources import PageSource

PATH = "assets/search-index.js"
"""Pages state it, so its name cannot depend on what they say."""
VERSION = 1
"""Rises with every change that an older script of the search would misread."""


def search_index(
    site: Site, files: Mapping[str, bytes], explorations: Sequence[PageSource]
) -> bytes:
    """Return the script that hands texts and names to the search.

    ``files`` are the files of the site by path; of these, pages are read, in their order.
    """
    of_site = f" · {site.title}"
    texts = {
        path: page_text(html)
        for path, html in files.items()
        if path.endswith(".html") and is_listed(html)
    }
    index = {
        "version": VERSION,
        "pages": [
            [
                path,
                text.title.removesuffix(of_site),
                [[one.place, one.heading, one.text] for one in text.sections],
            ]
            for path, text in texts.items()
        ],
        "graphs": [graph_names(source) for source in explorations],
    }
    return b"topoSearch.index(" + orjson.dumps(index) + b")\n"
