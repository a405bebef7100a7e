"""Stages: computations described as data, and the executor that runs those not yet stored.

A stage is a function, its inputs, its settings and a version; its key is derived from them.
Nothing in a stage is open: no store, no network, no process.
"""
