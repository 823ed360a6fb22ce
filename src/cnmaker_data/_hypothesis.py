"""
The entry point that Hypothesis calls while it is imported.

It cannot be in `strategies`, which imports Hypothesis in turn.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any, get_args


def register() -> None:
    """Let `hypothesis.strategies.from_type` draw the classes of the model."""
    from hypothesis.strategies import register_type_strategy

    from cnmaker_data.serialization import Serializable

    for cls in get_args(Serializable):
        register_type_strategy(cls, _strategy_of)


def _strategy_of(cls: type) -> Any:
    # Called for the first example, when Hypothesis has been imported.
    return import_module("cnmaker_data.strategies").strategy_of(cls)
