"""What other programs read of a site: cards for links, the feed, the map for search engines."""
