"""The search of a site: what is read from its pages and graphs, and the file that readers load."""
