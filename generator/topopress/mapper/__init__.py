"""The Mapper construction: lens, cover, clusters, nerve (Singh, Mémoli and Carlsson 2007)."""
