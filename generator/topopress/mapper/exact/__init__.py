"""DBSCAN whose labels are exactly right, in memory linear in the rows; see docs/exactness.md.

Nothing here is imported before an interval is large enough to need it (``clustering.py``), and
nowhere else does this package import numba.
"""
