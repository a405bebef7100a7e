"""The clusterers: one module for each, and one entry in the table below.

A clusterer is a class of settings (``base.Clusterer``) that also computes. ``config.schema``
imports this table, so the modules here must not import ``config.schema``.
"""

from topopress.mapper.clusterers.agglomerative import Agglomerative
from topopress.mapper.clusterers.base import Clusterer
from topopress.mapper.clusterers.dbscan import Dbscan
from topopress.mapper.clusterers.hdbscan import Hdbscan
from topopress.mapper.clusterers.unclustered import Unclustered

CLUSTERERS: tuple[type[Clusterer], ...] = (Dbscan, Hdbscan, Agglomerative, Unclustered)
"""All clusterers; the first is the default."""
