"""The order of the stages, what each needs, and why one is stale."""
