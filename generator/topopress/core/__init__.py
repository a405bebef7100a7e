"""What every part uses: array types, errors, progress, seeds, packaged files."""
