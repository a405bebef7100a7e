"""Pictures for each node: exemplars and feature visualisations, on sprite sheets."""
