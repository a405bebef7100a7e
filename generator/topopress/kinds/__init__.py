"""The kinds of samples: one package for each, and one entry in the table below.

A package has the module ``settings``, with the data sources of the kind as ``DATA``, and the module
``kind``, with a ``topopress.kinds.kind.Kind`` as ``KIND``, or with a function that returns one for
the settings of a data source.
"""

KINDS = (
    "topopress.kinds.images",
    "topopress.kinds.texts",
    "topopress.kinds.arrays",
    "topopress.kinds.graphs",
    "topopress.kinds.huggingface",
    "topopress.kinds.own",
)
"""Packages of all kinds. ``config.schema`` builds the settings an author can write from them."""
