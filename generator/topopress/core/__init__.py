"""Array types, errors, progress, seeds and packaged files, for all other packages."""
