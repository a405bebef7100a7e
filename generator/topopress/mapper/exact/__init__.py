"""DBSCAN with exact labels, in memory linear in the rows; see docs/exactness.md.

Most of it needs numba, and is imported only for large intervals (``clusterers/dbscan.py``). No
other package imports numba.
"""
