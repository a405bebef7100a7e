"""A Mapper graph of the rows of two networks, one of them mapped into the space of the other."""
