"""Texts, and words in sentences: the kinds of samples of language."""
