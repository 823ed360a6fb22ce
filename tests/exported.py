"""Editions to export, and what every format must hold of them."""

import attrs

from hypothesis import strategies as st

from cnmaker_data import (
    Contest,
    Edition,
    Link,
    Organization,
    Organizer,
    Region,
    Role,
    Source,
    Tier,
    edition,
    find_region,
)
from cnmaker_data.strategies import editions


# Text that some program interprets.
HOSTILE = (
    "=1+1",
    '=HYPERLINK("http://a.cn/","x")',
    "+1",
    "-1",
    "@SUM(A1)",
    "＝1＋1",
    "＋1",
    "－1",
    "＠SUM(A1)",
    "' =1+1",
    "'=1+1",
    "''=1+1",
    "'",
    "<script>alert(1)</script>",
    "</script><!--",
    "<r><t>x</t></r>",
    "<r>",
    "&lt;&amp;",
    '"',
    'a "b", c; d',
    "a、b",
    "'; DROP TABLE contests; --",
    "_x000D_",
    "\\N",
    "\\u003c",
    "NULL",
    "nan",
    "#N/A",
    "true",
    "001",
    "1e5",
    "1-2",
    "2023-01-01",
    "{0} %s",
    "_:b0",
    "http://a.cn/",
    "#name",
    "𠮷\U000f0000é",
    "\ufffe\uffff",
)
NAMES = st.sampled_from(HOSTILE) | st.text(
    st.characters(exclude_categories=["Cc", "Cf", "Cs", "Z"]),
    min_size=1,
    max_size=8,
)
CELLS = st.sampled_from(
    ["", " ", "\n", "\t=1", "\n=1", "a\n\n b\t\n", *HOSTILE]
) | (
    st.text(
        st.characters(
            exclude_categories=["Cs", "Cc"], include_characters="\t\n"
        ),
        max_size=8,
    )
)


@st.composite
def hostile_editions(draw):
    """Draw editions whose texts look like anything but text."""
    plan = draw(editions(max_contests=3))
    names = st.lists(NAMES, min_size=1, max_size=3, unique=True)
    regions = {}

    def hostile(contest):
        place = contest.location
        if place.code not in regions:
            regions[place.code] = attrs.evolve(place, name=draw(NAMES))
        organizations = draw(
            st.lists(
                names.map(lambda names: Organization(names[0], names[1:])),
                min_size=1,
                max_size=3,
                unique=True,
            )
        )
        return attrs.evolve(
            contest,
            name=draw(NAMES),
            theme=contest.theme and draw(NAMES),
            location=regions[place.code],
            organizers=[
                Organizer(each, draw(st.sampled_from(Role)))
                for each in organizations
            ],
            links=[
                attrs.evolve(link, text=draw(NAMES), label=draw(NAMES))
                for link in contest.links
            ],
            source=Source(
                draw(NAMES),
                contest.source.row,
                draw(
                    st.lists(
                        st.tuples(NAMES, CELLS),
                        max_size=3,
                        unique_by=lambda cell: cell[0],
                    )
                ),
            ),
        )

    return attrs.evolve(
        plan,
        title=draw(NAMES),
        notice=draw(st.none() | NAMES),
        notes=draw(st.lists(NAMES, max_size=2)),
        contests=[hostile(contest) for contest in plan.contests],
    )


def hostile_edition():
    """Return the eighth edition with a hostile text in each place."""
    texts = iter(HOSTILE * 50)
    return attrs.evolve(
        edition(8),
        contests=[
            attrs.evolve(
                contest,
                name=next(texts),
                theme=contest.theme and next(texts),
                organizers=[
                    Organizer(
                        Organization(next(texts), [next(texts)]), Role.HOST
                    )
                ],
                source=attrs.evolve(
                    contest.source,
                    cells=[
                        (column, f"\n\t{next(texts)}\n")
                        for column in contest.source
                    ],
                ),
            )
            for contest in edition(8).contests
        ],
    )


def flat(contest):
    """Return the row of a contest in a flat table, with lists as lists."""
    province = find_region(f"{contest.location.code[:2]}0000")
    if province.code == contest.location.code:
        province = contest.location
    return {
        "id": contest.id,
        "edition": contest.edition,
        "series": contest.series,
        "tier": contest.tier.value,
        "number": contest.number,
        "name": contest.name,
        "theme": contest.theme,
        "location_code": contest.location.code,
        "location": contest.location.name,
        "province_code": province.code,
        "province": province.name,
        "organizers": [
            {
                "name": organizer.organization.name,
                "role": organizer.role.value,
                "aliases": list(organizer.organization.aliases),
            }
            for organizer in contest.organizers
        ],
        "urls": list(contest.urls),
    }


def joined(contest):
    """Return the same with lists as texts."""
    return flat(contest) | {
        "organizers": "、".join(map(str, contest.organizers)),
        "urls": " ".join(contest.urls),
    }


def edition_of(tables):
    """Build an edition again from the rows of its tables."""

    def rows(name, **wanted):
        return [
            row
            for row in tables.get(name, ())
            if all(row[key] == value for key, value in wanted.items())
        ]

    def ordered(name, **wanted):
        return sorted(rows(name, **wanted), key=lambda row: row["position"])

    organizations = {
        row["id"]: Organization(
            row["name"],
            [a["name"] for a in ordered("aliases", organization_id=row["id"])],
        )
        for row in tables["organizations"]
    }
    regions = {row["code"]: Region(**row) for row in tables["regions"]}
    [plan] = tables["editions"]
    built = Edition(
        number=plan["number"],
        year=plan["year"],
        title=plan["title"],
        notice=plan["notice"],
        notes=[row["text"] for row in ordered("notes")],
        contests=[
            Contest(
                id=row["id"],
                edition=row["edition"],
                tier=Tier(row["tier"]),
                number=row["number"],
                name=row["name"],
                theme=row["theme"],
                location=regions[row["location_code"]],
                organizers=[
                    Organizer(
                        organizations[each["organization_id"]],
                        Role(each["role"]),
                    )
                    for each in ordered("organizers", contest_id=row["id"])
                ],
                links=[
                    Link(
                        each["url"],
                        each["text"],
                        each["label"],
                        bool(each["inherited"]),
                    )
                    for each in ordered("links", contest_id=row["id"])
                ],
                source=Source(
                    row["source_table"],
                    row["source_row"],
                    [
                        (each["heading"], each["text"])
                        for each in ordered("cells", contest_id=row["id"])
                    ],
                ),
            )
            for row in ordered("contests")
        ],
    )
    assert [contest.series for contest in built.contests] == [
        row["series"] for row in ordered("contests")
    ]
    assert built.digest == plan["digest"]
    return built
