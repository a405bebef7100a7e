"""The inputs a network is probed with: found, checked, named, and read again when needed."""
