"""Pictures as samples: read, checked, cut out and shown."""
