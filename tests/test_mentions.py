"""
Mentions: which contests a text names.
"""

from __future__ import annotations

import pytest

from cnmaker_data import Tier, contests, find_mentions


@pytest.mark.parametrize("contest", contests, ids=lambda one: one.id)
def test_each_contest_of_the_plan_is_found_by_its_name(contest):
    (mention,) = find_mentions(contest.name)
    assert mention.tier == contest.tier
    assert mention.series == contest.series
    assert mention.theme == contest.theme
    assert not mention.is_preliminary
    if contest.tier is Tier.OVERSEAS:
        # It counts its own editions.
        assert mention.edition is None
    else:
        assert contests[mention.id] == contest
    if contest.tier is Tier.REGIONAL:
        assert mention.location == contest.location
