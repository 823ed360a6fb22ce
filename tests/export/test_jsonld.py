"""JSON-LD, read back by a processor."""

import json

from hypothesis import given
from pyld import jsonld

from cnmaker_data import contests, edition
from cnmaker_data.export import to_bytes
from exported import hostile_editions


SCHEMA = "https://schema.org/"


def offline(url, options=None):
    raise AssertionError(f"asks the network for {url}")


class Graph:
    """Return a document as a JSON-LD processor expands it."""

    def __init__(self, data):
        nodes = jsonld.flatten(
            json.loads(data), options={"documentLoader": offline}
        )
        self.nodes = {node["@id"]: node for node in nodes}

    def of_type(self, kind):
        return [
            node
            for node in self.nodes.values()
            if node.get("@type") == [SCHEMA + kind]
        ]

    def values(self, node, name):
        return [
            value.get("@value", value.get("@id"))
            for value in node.get(SCHEMA + name, ())
        ]

    def linked(self, node, name):
        return [self.nodes[key] for key in self.values(node, name)]


class TestJSONLD:
    def check(self, plan):
        graph = Graph(to_bytes(plan, "jsonld"))
        [series] = graph.of_type("EventSeries")
        assert graph.values(series, "name") == [plan.title]
        assert graph.values(series, "startDate") == [str(plan.year)]
        assert graph.values(series, "identifier") == [
            text for text in (plan.notice, plan.digest) if text
        ]
        events = {
            graph.values(event, "identifier")[0]: event
            for event in graph.of_type("Event")
        }
        assert set(events) == {contest.id for contest in plan.contests}
        for contest in plan.contests:
            self.check_event(graph, events[contest.id], contest)
            assert graph.linked(events[contest.id], "superEvent") == [series]

    def check_event(self, graph, event, contest):
        assert event["@id"] == f"urn:cnmaker:contest:{contest.id}"
        assert graph.values(event, "name") == [contest.name]
        assert graph.values(event, "keywords") == [contest.tier.value]
        themes = [] if contest.theme is None else [contest.theme]
        assert graph.values(event, "about") == themes
        assert graph.values(event, "url") == list(dict.fromkeys(contest.urls))
        [place] = graph.linked(event, "location")
        region = contest.location
        assert place["@type"] == [SCHEMA + "Place"]
        assert graph.values(place, "name") == [region.name]
        assert set(graph.values(place, "alternateName")) == {
            region.short_name,
            region.english_name,
        }
        assert graph.values(place, "identifier")[0] == region.code
        roles = graph.linked(event, "organizer")
        found = set()
        for role in roles:
            assert role["@type"] == [SCHEMA + "Role"]
            [organization] = graph.linked(role, "organizer")
            assert organization["@type"] == [SCHEMA + "Organization"]
            [name] = graph.values(organization, "name")
            [role_name] = graph.values(role, "roleName")
            aliases = set(graph.values(organization, "alternateName"))
            found.add((name, role_name))
            for organizer in contest.organizers:
                if organizer.organization.name == name:
                    assert aliases >= set(organizer.organization.aliases)
        assert found == {
            (organizer.organization.name, organizer.role.value)
            for organizer in contest.organizers
        }

    @given(hostile_editions())
    def test_reads_back(self, plan):
        self.check(plan)

    def test_reads_back_whole(self, plan):
        self.check(plan)

    @given(hostile_editions())
    def test_stays_inside_a_script_element(self, plan):
        assert b"<" not in to_bytes(plan, "jsonld")

    def test_names_have_a_language(self):
        document = json.loads(to_bytes(edition(8), "jsonld"))
        [event, *_] = jsonld.expand(
            {**document, "@graph": document["@graph"][1:2]},
            options={"documentLoader": offline},
        )
        assert event[SCHEMA + "name"][0]["@language"].lower() == "zh-hans"

    def test_contests_alone(self):
        graph = Graph(to_bytes(contests.by_region("浙江"), "jsonld"))
        assert len(graph.of_type("Event")) == 4
        event = graph.of_type("Event")[0]
        assert graph.values(event, "superEvent") == ["urn:cnmaker:edition:8"]
        assert {
            "@id": "urn:cnmaker:edition:8",
            "@type": [SCHEMA + "EventSeries"],
        } in (graph.of_type("EventSeries"))
