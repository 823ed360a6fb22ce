"""
Administrative divisions: from what people write to a `Region`.
"""

from cnmaker_data.places.gazetteer import (
    all_regions,
    codes_above,
    find_region,
    path_of,
)
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
    "codes_above",
    "find_region",
    "level_of",
    "path_of",
]
