"""Content-addressed store of finished artifacts; atomic publication of a site."""
