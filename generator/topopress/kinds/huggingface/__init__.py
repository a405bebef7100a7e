"""Data sets of Hugging Face, whose samples are pictures or texts."""
