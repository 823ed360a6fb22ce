"""Checks that a release must pass; they do not ship."""
