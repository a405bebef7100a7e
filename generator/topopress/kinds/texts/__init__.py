"""Texts and words in their sentences as kinds of samples."""
