"""Reads matrices of floating-point numbers from files, block by block: no file is read whole."""
