"""Renders essays and bundles to HTML.

``site/render.py`` is the entry; ``types/`` holds one file for each type of page. Nothing here
writes to a disk, computes a graph or makes a picture.
"""
