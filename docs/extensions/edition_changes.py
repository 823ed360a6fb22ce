"""
The directive `edition-changes`: the editions that ship, the newest first, and
how each differs from the one before it.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from docutils import nodes
from languages import load_words
from sphinx.locale import get_translation
from sphinx.util.docutils import SphinxDirective

from cnmaker_data import Tier, diff, edition, editions


if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sphinx.application import Sphinx

    from cnmaker_data import Contest, ContestChange, Diff, Edition


_CATALOG = "edition_changes"
_ = get_translation(_CATALOG)


class EditionChanges(SphinxDirective):
    """
    A section for each edition.
    """

    def run(self) -> list[nodes.Node]:
        """
        Build the sections.
        """
        plans = [edition(number) for number in editions()]
        before = [None, *(diff(old, new) for old, new in pairwise(plans))]
        return [
            _section(plan, changes)
            for plan, changes in reversed([*zip(plans, before, strict=True)])
        ]


def _section(plan: Edition, changes: Diff | None) -> nodes.section:
    title = _("Edition %(number)d (%(year)d)") % {
        "number": plan.number,
        "year": plan.year,
    }
    section = nodes.section(ids=[f"edition-{plan.number}"])
    section += nodes.title(title, title)
    section += _list(_facts(plan))
    if changes is None:
        text = _("The first edition that ships: there is none to compare with.")
        section += nodes.paragraph(text, text)
        return section
    groups = [
        (_("Added: %d contests"), [_contest(one) for one in changes.added]),
        (_("Removed: %d contests"), [_contest(one) for one in changes.removed]),
        (_("Changed: %d contests"), [_change(one) for one in changes.changed]),
    ]
    for heading, items in groups:
        text = heading % len(items)
        section += nodes.paragraph(text, text)
        if items:
            section += _list(items)
    return section


def _facts(plan: Edition) -> Iterator[list[nodes.Node]]:
    yield [nodes.Text(plan.title)]
    if plan.notice is not None:
        yield [nodes.Text(_("Notice: %s") % plan.notice)]
    counts = "、".join(
        f"{tier.label} {len(plan.contests.by_tier(tier))}" for tier in Tier
    )
    yield [
        nodes.Text(
            _("%(count)d contests: %(counts)s")
            % {"count": len(plan.contests), "counts": counts}
        )
    ]
    yield [nodes.literal(plan.digest, plan.digest)]


def _contest(contest: Contest) -> list[nodes.Node]:
    name = nodes.literal(contest.series, contest.series)
    return [name, nodes.Text(f" {contest.name}")]


def _change(change: ContestChange) -> list[nodes.Node]:
    fields = ([nodes.Text(str(field))] for field in change.fields)
    return [*_contest(change.new), _list(fields)]


def _list(items: Iterable[list[nodes.Node]]) -> nodes.bullet_list:
    bullets = nodes.bullet_list()
    for *inline, last in items:
        if isinstance(last, nodes.bullet_list):
            parts: list[nodes.Node] = [nodes.paragraph("", "", *inline), last]
        else:
            parts = [nodes.paragraph("", "", *inline, last)]
        bullets += nodes.list_item("", *parts)
    return bullets


def setup(app: Sphinx) -> dict[str, bool]:
    """
    Register the extension.
    """
    app.add_directive("edition-changes", EditionChanges)
    load_words(_CATALOG, app.config.language)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
