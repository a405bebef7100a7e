"""From essays and bundles to HTML.

``render.py`` is the way in; ``contexts.py`` says what every template may use; ``check.py``
proves a finished site sound. Nothing here writes to a disk or computes a graph.
"""
