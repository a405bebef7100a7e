"""Claims of essays: sentences with a condition on facts, which the build checks."""
