import contextlib
import copy
import hashlib
import json
import pickle
import tomllib

import attrs
import cbor2
import msgpack
import pytest
import rfc8785

from hypothesis import given, settings
from hypothesis import strategies as st

import cnmaker_data

from cnmaker_data import (
    Contest,
    Contests,
    DataError,
    Edition,
    Link,
    Organization,
    Organizer,
    Source,
    dumps,
    edition,
    loads,
)
from cnmaker_data.strategies import editions


FORMATS = ["json", "yaml", "toml", "msgpack", "cbor"]
any_format = pytest.mark.parametrize("format", FORMATS)


@pytest.fixture
def document():
    return json.loads(dumps(edition(8)))


class TestRoundTrip:
    @any_format
    def test_of_the_shipped_edition(self, format):
        assert loads(dumps(edition(8), format), format=format) == edition(8)

    @any_format
    @given(plan=editions())
    def test_of_any_edition(self, format, plan):
        data = dumps(plan, format)
        read = loads(data, Edition, format)
        assert read == plan
        assert read.digest == plan.digest
        assert dumps(read, format) == data

    @any_format
    def test_of_parts(self, format, contests):
        final = contests["final"]
        organizer = final.organizers[0]
        for part in (
            *(final, final.location, final.source),
            *(organizer, organizer.organization),
            contests["regional/xpcc"].links[1],
        ):
            assert loads(dumps(part, format), type(part), format) == part

    @pytest.mark.parametrize("format", [f for f in FORMATS if f != "toml"])
    def test_of_a_collection(self, contests, format):
        found = contests.by_region("浙江")
        read = loads(dumps(found, format), Contests, format)
        assert read == found
        assert isinstance(read, Contests)

    @given(editions())
    def test_by_pickle_and_copy(self, plan):
        assert pickle.loads(pickle.dumps(plan)) == plan
        assert copy.deepcopy(plan) == plan

    @given(
        st.text(st.characters(exclude_categories=["Cs"]), min_size=1),
        st.sampled_from(FORMATS),
    )
    def test_of_any_text_that_the_model_takes(self, text, format):
        try:
            value = Organization(text)
        except DataError:
            return
        assert loads(dumps(value, format), Organization, format) == value

    @given(
        st.text(st.characters(exclude_categories=["Cs"])),
        st.sampled_from(FORMATS),
    )
    def test_of_any_printed_cell(self, text, format):
        try:
            value = Source("表", 1, [("列", text)])
        except DataError:
            return
        assert loads(dumps(value, format), Source, format) == value


class TestDocument:
    @given(editions())
    def test_the_digest_is_of_its_canonical_form(self, plan):
        canonical = rfc8785.dumps(json.loads(dumps(plan)))
        assert plan.digest == f"sha256:{hashlib.sha256(canonical).hexdigest()}"

    def test_carries_the_version_of_its_schema_first(self, document):
        assert next(iter(document.items())) == ("schema", "8.0")

    def test_toml_has_fields_with_defaults_after_the_others(self, contests):
        data = dumps(contests["thematic/low-code"], "toml").decode()
        # Tables follow values, as they must in TOML.
        assert list(tomllib.loads(data)) == [
            *("id", "edition", "tier", "name", "number", "theme"),
            *("location", "organizers", "source", "links"),
        ]

    def test_only_editions_carry_one(self, contests):
        assert b"schema" not in dumps(contests["final"])


class TestProblems:
    def check(self, document, *problems):
        for name, write in (
            ("json", json.dumps),
            ("msgpack", msgpack.packb),
            ("cbor", cbor2.dumps),
        ):
            with pytest.raises(DataError) as caught:
                loads(write(document), format=name)
            assert [str(each) for each in caught.value.problems] == [*problems]

    def test_wrong_value_deep_inside(self, document):
        document["contests"][3]["tier"] = "regionl"
        self.check(
            document,
            "contests[3].tier: 'regionl' is not one of "
            "'final', 'regional', 'thematic', 'overseas'",
        )

    def test_all_of_them_at_once(self, document):
        del document["year"]
        document["contests"][0]["organizers"][1]["role"] = 1
        document["contests"][0]["location"]["extra"] = 1
        document["contests"][2]["links"] = "www.cnmaker.org.cn"
        document["contests"][2]["source"]["cells"][1] = ["列"]
        document["contests"][49] = None
        self.check(
            document,
            "year: is missing",
            "contests[0].location.extra: is unknown; the fields are code, "
            "name, short_name, level, english_name, iso_3166_2",
            "contests[0].organizers[1].role: 1 is not one of "
            "'host', 'lead', 'undertaker'",
            "contests[2].links: 'www.cnmaker.org.cn' is not a list",
            "contests[2].source.cells[1]: ['列'] is not a pair of texts",
            "contests[49]: None is not a mapping",
        )

    def test_all_of_one_object(self, document):
        document["contests"][0].update(name="", number=0, theme="题")
        self.check(
            document,
            "contests[0].number: 0 is not a number from 1 to 9999",
            "contests[0].name: '' is not one line of text that starts and "
            "ends with a visible character",
            "contests[0].theme: '题' given, but only thematic contests have one",
        )

    @pytest.mark.parametrize(
        ("code", "problem"),
        [
            (110000, "110000 is not plain text"),
            ("11", "'11' is not a code of six digits"),
        ],
    )
    def test_wrong_values_beside_missing_and_unknown_fields(
        self, document, code, problem
    ):
        region = document["contests"][1]["location"]
        region.update(code=code, level="city", zip="100000")
        del region["name"]
        contest = document["contests"][2]
        contest.update(edition=0, tier="x", theme="", year=2023)
        self.check(
            document,
            "contests[1].location.zip: is unknown; the fields are code, "
            "name, short_name, level, english_name, iso_3166_2",
            "contests[1].location.name: is missing",
            f"contests[1].location.code: {problem}",
            "contests[2].year: is unknown; the fields are id, edition, tier, "
            "number, name, theme, location, organizers, links, source",
            "contests[2].tier: 'x' is not one of "
            "'final', 'regional', 'thematic', 'overseas'",
            "contests[2].edition: 0 is not a number from 1 to 9999",
            "contests[2].theme: '' is not one line of text that starts and "
            "ends with a visible character",
        )

    def test_a_thematic_contest_without_its_theme(self, document):
        at = next(
            place
            for place, contest in enumerate(document["contests"])
            if contest["tier"] == "thematic"
        )
        del document["contests"][at]["theme"]
        self.check(
            document,
            f"contests[{at}].theme: is missing",
        )

    def test_values_that_others_would_coerce(self, document):
        document["number"] = "8"
        document["year"] = 2023.0
        document["contests"][1]["links"][0]["inherited"] = 0
        self.check(
            document,
            "contests[1].links[0].inherited: 0 is not True or False",
            "number: '8' is not a number from 1 to 9999",
            "year: 2023.0 is not a number from 1 to 9999",
        )

    def test_what_the_model_refuses_across_objects(self, document):
        document["contests"].append(document["contests"][0])
        self.check(document, "contests: '8/final' appears twice")

    @pytest.mark.parametrize(
        ("cls", "data", "path", "reason"),
        [
            (Edition, "[]", "", "[] is not a mapping"),
            (Contest, "7", "", "7 is not a mapping"),
            (Contests, "{}", "", "{} is not a list"),
            (Contests, "[7]", "[0]", "7 is not a mapping"),
            (
                Organization,
                '{"name": "甲", "aliases": "乙"}',
                "aliases",
                "'乙' is not a list",
            ),
            (
                Organization,
                '{"aliases": [], "name": "甲", "name": "乙"}',
                "",
                "it is not JSON: the key 'name' appears twice",
            ),
            (
                Organization,
                "{",
                "",
                "it is not JSON: Expecting property name enclosed in double "
                "quotes: line 1 column 2 (char 1)",
            ),
            (
                Organizer,
                '{"organization": {"name": "甲", "aliases": []}, "role": "x"}',
                "role",
                "'x' is not one of 'host', 'lead', 'undertaker'",
            ),
            (
                Source,
                '{"table": "表", "row": 1, "cells": [["a", "b", "c"]]}',
                "cells[0]",
                "['a', 'b', 'c'] is not a pair of texts",
            ),
        ],
    )
    def test_message(self, cls, data, path, reason):
        with pytest.raises(DataError) as caught:
            loads(data, cls)
        assert caught.value.problems == ((path, reason),)

    def test_fields_of_toml_that_may_be_left_out(self):
        with pytest.raises(DataError) as caught:
            loads('name = ""', Organization, "toml")
        [problem] = caught.value.problems
        assert problem.path == "name"
        with pytest.raises(DataError) as caught:
            loads('url = "http://a.cn/"\nlabel = ""', Link, "toml")
        assert [problem.path for problem in caught.value.problems] == [
            "text",
            "label",
        ]
        assert caught.value.problems[0].reason == "is missing"

    def test_a_theme_that_may_not_be_left_out_of_toml(self, contests):
        thematic = contests["8/thematic/optoelectronics"]
        lines = dumps(thematic, "toml").decode().splitlines()
        data = "\n".join(
            line for line in lines if not line.startswith("theme = ")
        )
        with pytest.raises(DataError) as caught:
            loads(data, Contest, "toml")
        assert caught.value.problems == (
            ("theme", "is missing; a thematic contest needs one"),
        )

    @any_format
    @settings(max_examples=100)
    @given(data=st.data())
    def test_mutated_documents(self, contests, format, data):
        some = attrs.evolve(edition(8), contests=contests.by_region("浙江"))
        original = dumps(some, format)
        at = data.draw(st.integers(0, len(original) - 1))
        length = data.draw(st.integers(0, 3))
        filler = data.draw(st.binary(max_size=3))
        mutated = original[:at] + filler + original[at + length :]
        with contextlib.suppress(DataError):
            read = loads(mutated, format=format)
            assert loads(dumps(read, format), format=format) == read

    @pytest.mark.parametrize(
        ("key", "path"),
        [
            ("x" * 100, "x" * 100),
            ("x" * 101, repr("x" * 101)),
            ("a b", "'a b'"),
            ("两\n行", r"'两\n行'"),
        ],
    )
    def test_keys_in_paths(self, key, path):
        with pytest.raises(DataError) as caught:
            loads(
                json.dumps({"name": "甲", "aliases": [], key: 1}), Organization
            )
        assert caught.value.path == path

    def test_the_message_has_the_first_of_many_problems(self, document):
        document["contests"] = [0] * 5_000
        document |= {f"field{number}": 0 for number in range(2_000)}
        with pytest.raises(DataError) as caught:
            loads(json.dumps(document))
        assert len(caught.value.problems) == 1_000
        *lines, last = str(caught.value).split("\n")
        assert lines[0].startswith("field0: is unknown; the fields are number")
        assert len(lines) == 100
        assert last == f"and {len(caught.value.problems) - 100:,} more"

    @pytest.mark.parametrize(
        ("where", "value"),
        [
            (("x" * 10**6,), 1),
            (("two\nlines",), 1),
            (("contests", 0, "id"), "8/regional/" + "x" * 10**6),
            (("contests", 1, "links", 0, "url"), "x" * 10**6),
            (("contests", 1, "links", 0, "url"), f"http://{'x' * 10**6}"),
            (("contests", 1, "links", 0, "url"), f"[{'x' * 10**6}]"),
            (("contests", 1, "links", 0, "url"), f"a.cn/{'./' * 10**6}"),
            (("contests", 0, "source", "cells", 0, 1), "\0" + "x" * 10**6),
            (
                ("contests", 0, "organizers", 0, "organization", "aliases"),
                ["x" * 10**6] * 2,
            ),
        ],
    )
    def test_messages_are_short(self, document, where, value):
        target = document
        for step in where[:-1]:
            target = target[step]
        target[where[-1]] = value
        with pytest.raises(DataError) as caught:
            loads(json.dumps(document))
        for problem in caught.value.problems:
            assert len(str(problem)) < 700
            assert "\n" not in str(problem)

    def test_fields_that_could_be_filled_in(self, document):
        del document["notice"]
        del document["contests"][0]["links"]
        self.check(
            document,
            "notice: is missing",
            "contests[0].links: is missing",
        )

    @pytest.mark.parametrize(
        ("call", "reason"),
        [
            (lambda: dumps(7), "7 is not of the model"),
            (
                lambda: loads("7", int),
                "<class 'int'> is not a class of the model",
            ),
            (lambda: loads("", "yaml"), "'yaml' is not a class of the model"),
        ],
    )
    def test_other_objects(self, call, reason):
        with pytest.raises(DataError) as caught:
            call()
        assert caught.value.problems == (("", reason),)

    def test_errors_pickle(self):
        with pytest.raises(DataError) as caught:
            loads("{}", Organization)
        copied = pickle.loads(pickle.dumps(caught.value))
        assert copied.problems == caught.value.problems
        assert copied.path == "name"


class TestSchemaVersions:
    def test_newer_ones_are_refused_with_the_version_that_reads_them(
        self, document
    ):
        document["schema"] = "9.2"
        with pytest.raises(DataError) as caught:
            loads(json.dumps(document))
        assert str(caught.value) == (
            "schema: '9.2' is newer than '8.0', which this version "
            "reads; cnmaker-data 9.2.0 or newer reads it"
        )

    @pytest.mark.parametrize(
        "version", [None, "7.0", 8, "8", "8.00", "8.0.0", "", "x.y"]
    )
    def test_what_is_no_version(self, document, version):
        document["schema"] = version
        with pytest.raises(DataError) as caught:
            loads(json.dumps(document))
        assert caught.value.problems == (
            (
                "schema",
                f"{version!r} is not the version of a schema, such as '8.0'",
            ),
        )

    def test_missing(self, document):
        del document["schema"]
        with pytest.raises(DataError, match="schema: None is not the version"):
            loads(json.dumps(document))


def test_attrs_can_evolve_what_was_loaded():
    read = loads(dumps(edition(8)))
    assert attrs.evolve(read, title="标题").title == "标题"
    assert cnmaker_data.Format
