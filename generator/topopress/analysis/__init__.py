"""What a finished graph says: labels, quality, the scatter of its rows."""
