"""Tables that authors hand over: CSV, TSV and JSONL, as entries of texts."""
