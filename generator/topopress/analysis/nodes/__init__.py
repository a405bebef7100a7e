"""What is known of each node and of the whole graph; the scatter of the rows."""
