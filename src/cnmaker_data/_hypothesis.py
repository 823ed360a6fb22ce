"""
The entry point that Hypothesis calls while it is imported.

It cannot be in `strategies`, which imports Hypothesis in turn.
"""

from __future__ import annotations

from importlib import import_module
from operator import attrgetter
from typing import Any


def register() -> None:
    """Let `hypothesis.strategies.from_type` draw the classes of the model."""
    from hypothesis.strategies import register_type_strategy

    from cnmaker_data import catalog, collection, model

    register_type_strategy(model.Region, lambda _: _strategies().regions())
    register_type_strategy(
        model.Organization, lambda _: _strategies().organizations()
    )
    register_type_strategy(model.Link, lambda _: _strategies().links())
    register_type_strategy(model.Contest, lambda _: _strategies().contests())
    register_type_strategy(
        collection.Contests,
        lambda _: _strategies().editions().map(attrgetter("contests")),
    )
    register_type_strategy(catalog.Edition, lambda _: _strategies().editions())


def _strategies() -> Any:
    # Called for the first example, when Hypothesis has been imported.
    return import_module("cnmaker_data.strategies")
