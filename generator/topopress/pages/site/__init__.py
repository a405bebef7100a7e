"""The whole site: templates, assets, links, checks."""
