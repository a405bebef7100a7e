"""Diagnosis: what is worth a look in the data, the layers and the network of an exploration."""
