"""The versioned data that the viewer reads."""
