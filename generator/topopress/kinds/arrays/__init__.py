"""Rows from anywhere: arrays in files, with what a table says of each row. No network is needed."""
