"""The kinds of samples: one folder each."""
