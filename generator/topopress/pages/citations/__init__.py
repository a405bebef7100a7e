"""Works that essays cite: read from the author's file, with the intent and evidence of each."""
