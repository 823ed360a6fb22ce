"""
What a type checker must refuse: each line is an error, and an ignore that
nothing needs is one, too.
"""

from cnmaker_data import (
    Organization,
    Organizer,
    Region,
    contests,
    diff,
    dumps,
    edition,
    find_region,
    loads,
)
from cnmaker_data.export import to_bytes


contests.by_tier(3)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
contests.by_region(330000)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
contests.by_region("浙江", False)  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
contests["final"] = contests[0]  # type: ignore[index]  # pyright: ignore[reportIndexIssue]
contests[0].name = "x"  # type: ignore[misc]  # pyright: ignore[reportAttributeAccessIssue]
_ = contests.entry_for("义乌").urls  # type: ignore[union-attr]  # pyright: ignore[reportOptionalMemberAccess]
contests.table("crosswalk")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
to_bytes(contests, "csv", headings="fr")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
edition("8")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
diff(7, 8)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
dumps(contests, "xml")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
loads(b"", int)  # type: ignore[type-var]  # pyright: ignore[reportArgumentType]
find_region(None)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
Organizer(Organization("甲"), "host")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
Region("330000", "浙江省", "浙江", "state", "Zhejiang")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
