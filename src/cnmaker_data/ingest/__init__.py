"""From a plan document to an `Edition`."""

from cnmaker_data.ingest.plan import read_plan


__all__ = ["read_plan"]
