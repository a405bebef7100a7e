"""What a network's language head predicts for nodes of texts, beside shuffled nodes."""
