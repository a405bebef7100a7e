"""Mapper graphs as files of other tools have them: one type, its readers and its writers."""
