"""What users write and a type checker must take, with the types it must see."""

from pathlib import Path
from typing import assert_type

from cnmaker_data import (
    Column,
    Contest,
    Contests,
    CrosswalkRow,
    Diff,
    Edition,
    Link,
    Mention,
    Organization,
    Organizer,
    Region,
    Role,
    Source,
    Table,
    Tier,
    contests,
    diff,
    dumps,
    edition,
    editions,
    find_links,
    find_mentions,
    find_region,
    loads,
    normalize_url,
)
from cnmaker_data.export import to_bytes, write
from cnmaker_data.ingest import read_plan


assert_type(contests, Contests)
assert_type(contests[0], Contest)
assert_type(contests["final"], Contest)
assert_type(contests[1:], Contests)
assert_type(contests.get("final"), Contest | None)
assert_type(contests.get("final", 0), Contest | int)
assert_type(contests.by_tier("regional").by_tier(Tier.REGIONAL), Contests)
assert_type(contests.by_region(find_region("浙江"), within=False), Contests)
assert_type(contests.by_organizer("财政部", role=Role.HOST), Contests)
assert_type(contests.organizers_of(contests[0]), tuple[Organizer, ...])
assert_type(contests.entry_for("义乌"), Contest | None)
assert_type(contests.crosswalk()[0], CrosswalkRow)
assert_type(
    contests.by_organizer(contests[0].organizers[0].organization), Contests
)
assert_type(contests.search("浙江 低代码"), Contests)
assert_type(contests.table(), Table)
assert_type(contests.table("organizers").columns[0], Column)
assert_type(to_bytes(contests, "csv", headings="zh"), bytes)
assert_type(write(edition(8), "plan.xlsx", headings="zh"), Path)
assert_type(list(contests), list[Contest])

assert_type(editions(), tuple[int, ...])
assert_type(edition(8, digest="sha256:…"), Edition)
assert_type(edition().contests, Contests)
assert_type(edition().digest, str)
assert_type(edition().notice, str | None)
assert_type(diff(edition(8), edition(8)), Diff)
assert_type(read_plan("plan.txt", edition=9), Edition)

assert_type(find_region("浙江"), Region)
assert_type(normalize_url("a.cn", default_scheme="https"), str)
assert_type(find_links("a.cn"), tuple[Link, ...])
assert_type(find_mentions("创客中国大赛"), tuple[Mention, ...])
assert_type(find_mentions("创客中国大赛")[0].id, str | None)

assert_type(dumps(contests, "yaml"), bytes)
assert_type(loads(b""), Edition)
assert_type(loads(b"", format="toml"), Edition)
assert_type(loads(b"", Contests, "cbor"), Contests)
assert_type(loads("", Region), Region)

contest = contests[0]
assert_type(contest.tier, Tier)
assert_type(contest.tier.label, str)
assert_type(contest.number, int | None)
assert_type(contest.theme, str | None)
assert_type(contest.organizers, tuple[Organizer, ...])
assert_type(contest.links[0].label, str | None)
assert_type(contest.urls, tuple[str, ...])
assert_type(contest.source["地点"], str)

# Collections are taken as any iterable, and held as tuples.
organization = Organization("甲", ["乙"])
assert_type(organization.aliases, tuple[str, ...])
source = Source("表", 1, [("列", "字")])
assert_type(source.cells, tuple[tuple[str, str], ...])
