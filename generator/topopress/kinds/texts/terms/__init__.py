"""The words, forms and labels that set a node of texts apart from the rest of its layer."""
