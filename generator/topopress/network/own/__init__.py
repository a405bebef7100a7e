"""An author's own network: runs its code, records what the code reads, and digests the module."""
