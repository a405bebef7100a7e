"""Settings chosen from the data, and when they show no structure above chance."""
