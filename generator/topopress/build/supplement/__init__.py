"""``topopress supplement``: a site as one zip that a reviewer can open."""
