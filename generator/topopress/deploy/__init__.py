"""Deploying: brings a built and checked site to where it is read."""
