"""
Administrative divisions: from what people write to a `Region`.

`locate` is in `addresses`, which few programs need: import it from there.
"""

from cnmaker_data.places.gazetteer import (
    all_regions,
    ancestors,
    codes_above,
    path_of,
)
from cnmaker_data.places.names import find_region
from cnmaker_data.places.region import (
    CORPS,
    CORPS_CITIES,
    Level,
    Region,
    level_of,
)


__all__ = [
    "CORPS",
    "CORPS_CITIES",
    "Level",
    "Region",
    "all_regions",
    "ancestors",
    "codes_above",
    "find_region",
    "level_of",
    "path_of",
]
