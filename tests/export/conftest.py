import pytest

from cnmaker_data import edition
from exported import hostile_edition


@pytest.fixture(params=["eighth", "hostile"])
def plan(request):
    """Return the eighth edition, as it is and with hostile texts."""
    return edition(8) if request.param == "eighth" else hostile_edition()
