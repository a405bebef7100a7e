"""The types of pages: one file for each, with its context."""
