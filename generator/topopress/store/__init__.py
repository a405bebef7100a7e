"""The content-addressed store of finished artifacts, and the atomic publication of a site."""
