"""Rules by which the measures of a network become sentences with figures."""
