import contextlib
import copy
import json
import pickle
import sys

import attrs
import cbor2
import msgpack
import pytest
import rfc8785
import yaml

from hypothesis import given, settings
from hypothesis import strategies as st

import cnmaker_data

from cnmaker_data import (
    Contest,
    Contests,
    DataError,
    Edition,
    Link,
    MissingExtraError,
    Organization,
    Organizer,
    Source,
    dumps,
    edition,
    loads,
    serialization,
)
from cnmaker_data.errors import shown
from cnmaker_data.serialization import SCHEMA_VERSION
from cnmaker_data.strategies import editions


FORMATS = ["json", "yaml", "toml", "msgpack", "cbor"]
contests = edition(8).contests
PARTS = [
    contests["final"],
    contests["final"].location,
    contests["final"].organizers[0],
    contests["final"].organizers[0].organization,
    contests["final"].source,
    contests["regional/xpcc"].links[1],
]

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
    @pytest.mark.parametrize(
        "part", PARTS, ids=lambda part: type(part).__name__
    )
    def test_of_parts(self, format, part):
        assert loads(dumps(part, format), type(part), format) == part

    @any_format
    def test_takes_the_short_way(self, format, monkeypatch):
        # The long one, which tells what is wrong, takes several times as long.
        data = dumps(edition(8), format)
        listed = format != "toml" and dumps(contests, format)
        monkeypatch.delattr(serialization, "_explained")
        assert loads(data, format=format) == edition(8)
        if listed:
            assert loads(listed, Contests, format) == contests

    @pytest.mark.parametrize("format", [f for f in FORMATS if f != "toml"])
    def test_of_a_collection(self, format):
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


class TestReading:
    @any_format
    def test_columns_are_the_same_text_in_each_row(self, format):
        # An edition has thousands of cells and some twenty columns.
        first, second = [
            Source("表", row, [("主办 单位", "甲"), ("承办 单位", "乙")])
            for row in (1, 2)
        ]
        first, second = [
            loads(dumps(each, format), Source, format)
            for each in (first, second)
        ]
        for (one, _), (other, _) in zip(first.cells, second.cells, strict=True):
            assert one is other


class TestJSON:
    def test_is_indented_utf_8_in_the_order_of_the_model(self):
        data = dumps(Organization("甲", ["乙"]))
        assert data.decode() == (
            '{\n  "name": "甲",\n  "aliases": [\n    "乙"\n  ]\n}\n'
        )

    def test_is_read_from_text_too(self):
        assert loads(dumps(edition(8)).decode()) == edition(8)

    @given(editions())
    def test_the_digest_is_of_its_canonical_form(self, plan):
        import hashlib

        canonical = rfc8785.dumps(json.loads(dumps(plan)))
        assert plan.digest == f"sha256:{hashlib.sha256(canonical).hexdigest()}"

    def test_carries_the_version_of_its_schema_first(self, document):
        assert next(iter(document.items())) == ("schema", SCHEMA_VERSION)


class TestOtherFormats:
    LINK = Link("http://a.cn/", "a.cn", "官网")

    def test_yaml_is_in_blocks_in_the_order_of_the_model(self):
        assert dumps(self.LINK, "yaml").decode() == (
            "url: http://a.cn/\ntext: a.cn\nlabel: 官网\ninherited: false\n"
        )

    def test_toml_leaves_out_what_has_its_default(self):
        assert dumps(self.LINK, "toml").decode() == (
            'url = "http://a.cn/"\ntext = "a.cn"\nlabel = "官网"\n'
        )

    @pytest.mark.parametrize(
        ("format", "read"),
        [("msgpack", msgpack.unpackb), ("cbor", cbor2.loads)],
    )
    def test_binary_ones_have_the_fields_of_json(self, format, read):
        fields = read(dumps(self.LINK, format))
        assert list(fields.items()) == list(
            json.loads(dumps(self.LINK)).items()
        )

    @pytest.mark.parametrize("has_libyaml", [True, False])
    def test_yaml_is_read_in_c_where_it_can_be(self, monkeypatch, has_libyaml):
        if not has_libyaml:
            monkeypatch.delattr(yaml, "CSafeLoader")
        loader = yaml.CSafeLoader if has_libyaml else yaml.SafeLoader
        used = []

        def recorded(function):
            def call(data, **options):
                used.append(options["Loader"])
                return function(data, **options)

            return call

        monkeypatch.setattr(yaml, "parse", recorded(yaml.parse))
        monkeypatch.setattr(yaml, "load", recorded(yaml.load))
        codec = serialization._yaml()
        assert codec.read(codec.write({"甲": [1]})) == {"甲": [1]}
        assert len(used) == 2
        assert all(issubclass(each, loader) for each in used)


class TestProblems:
    def check(self, document, *problems):
        for name in ("json", "msgpack", "cbor"):
            data = serialization._codec(name).write(document)
            with pytest.raises(DataError) as caught:
                loads(data, format=name)
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

    def test_wrong_values_beside_missing_and_unknown_fields(self, document):
        region = document["contests"][1]["location"]
        region.update(code=110000, level="city", zip="100000")
        del region["name"]
        contest = document["contests"][2]
        contest.update(edition=0, tier="x", theme="", year=2023)
        self.check(
            document,
            "contests[1].location.zip: is unknown; the fields are code, "
            "name, short_name, level, english_name, iso_3166_2",
            "contests[1].location.name: is missing",
            "contests[1].location.code: 110000 is not a code of six digits",
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
        self.check(document, "contests: '8/final' is there twice")

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
                "it is not JSON: the key 'name' is there twice",
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

    def test_a_theme_that_may_not_be_left_out_of_toml(self):
        thematic = contests["8/thematic/optoelectronics"]
        lines = dumps(thematic, "toml").decode().splitlines()
        data = "\n".join(
            line for line in lines if not line.startswith("theme = ")
        )
        with pytest.raises(DataError) as caught:
            loads(data, Contest, "toml")
        assert caught.value.problems == (
            ("theme", "is missing; a thematic contest has one"),
        )

    @any_format
    @given(data=st.binary(max_size=40))
    def test_any_bytes(self, format, data):
        with pytest.raises(DataError):
            loads(data, format=format)

    @any_format
    @settings(max_examples=100)
    @given(data=st.data())
    def test_mutated_documents(self, format, data):
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
        ("format", "data"),
        [
            ("json", b"[" * 100_000),
            ("yaml", b"[" * 5_000),
            ("toml", b"a=" + b"[" * 100_000),
            ("msgpack", b"\x91" * 100_000),
            ("cbor", b"\x81" * 100_000),
        ],
    )
    def test_deep_nesting(self, format, data):
        with pytest.raises(DataError) as caught:
            loads(data, format=format)
        [problem] = caught.value.problems
        assert problem.path == ""
        if format == "json":
            assert problem.reason == "it is nested too deeply"

    @any_format
    def test_lone_surrogates(self, format):
        with pytest.raises(DataError):
            loads("name: '\ud800'", Organization, format)

    def test_lone_surrogates_in_json(self):
        with pytest.raises(DataError, match=r"name: '\\ud800' is not one line"):
            loads('{"name": "\ud800", "aliases": []}', Organization)

    @pytest.mark.parametrize(
        ("format", "data", "message"),
        [
            ("json", b"{", "it is not JSON: Expecting property name"),
            ("json", b'{"a": 1, "a": 2}', "the key 'a' is there twice"),
            ("yaml", b"a: [", "it is not YAML: "),
            ("yaml", b"a: 1\na: 2", "the key 'a' is there twice"),
            ("toml", b"a = [", "it is not TOML: "),
            ("toml", b"a = 1\na = 2", "it is not TOML: Cannot overwrite"),
            ("toml", b"\xff", "it is not TOML: 'utf-8' codec"),
            ("msgpack", b"\x81", "it is not MessagePack: "),
            ("msgpack", b"\x82\xa1a\x01\xa1a\x02", "'a' is there twice"),
            ("msgpack", b"\x80\x80", "it is not MessagePack: unpack"),
            ("cbor", b"\xa1", "it is not CBOR: "),
            ("cbor", b"\xa2\x61a\x01\x61a\x02", "it is not CBOR: "),
            ("cbor", b"\xa0\xa0", "CBOR: something follows the document"),
        ],
    )
    def test_what_is_not_of_the_format(self, format, data, message):
        for cls in (Edition, Organization):
            with pytest.raises(DataError) as caught:
                loads(data, cls, format)
            [problem] = caught.value.problems
            assert problem.path == ""
            assert message in problem.reason

    def test_long_messages_of_parsers_are_cut(self):
        with pytest.raises(DataError) as caught:
            loads(f"!{'x' * 1_000} 1", format="yaml")
        start, _, reason = str(caught.value).partition(": ")
        assert start == "it is not YAML"
        assert len(reason) == 400
        assert reason.endswith("x…")

    def test_aliases_of_yaml_are_refused(self):
        bomb = "a: &a [x]\nb: &b [*a, *a]\nc: [*b, *b]\n"
        with pytest.raises(DataError, match=r"\*a is an alias; write it out"):
            loads(bomb, format="yaml")

    def test_keys_of_yaml_that_are_there_twice(self):
        with pytest.raises(DataError, match="'name' is there twice"):
            loads("name: 甲\nname: 乙", Organization, "yaml")

    def test_merges_of_yaml_are_refused(self):
        with pytest.raises(DataError) as caught:
            loads("<<: {name: 甲}\naliases: []", Organization, "yaml")
        assert str(caught.value) == (
            "it is not YAML: << merges mappings; write them out"
        )

    def test_how_deep_and_large_yaml_may_be(self, monkeypatch):
        too_large = "it is not YAML: it is far larger than an edition"
        siblings = "[" + "[]," * 100 + "]"
        for text, message in [
            ("[" * 50 + "]" * 50, f"{'[' * 50}{']' * 50} is not a mapping"),
            ("[" * 51 + "]" * 51, too_large),
            (siblings, f"{shown([[]] * 100)} is not a mapping"),
        ]:
            with pytest.raises(DataError) as caught:
                loads(text, Organization, "yaml")
            assert str(caught.value) == message
        # Start and end of the stream, the document and the list count, too.
        monkeypatch.setattr(serialization, "_MOST_NODES", 6)
        for text, message in [
            ("[1]", "[1] is not a mapping"),
            ("[1, 2]", too_large),
        ]:
            with pytest.raises(DataError) as caught:
                loads(text, Organization, "yaml")
            assert str(caught.value) == message

    def test_how_long_numbers_of_yaml_may_be(self):
        for digits, message in [
            (18, f"name: {'9' * 18} is not plain text"),
            (19, f"it is not YAML: '{'9' * 19}' is far too long a number"),
        ]:
            with pytest.raises(DataError) as caught:
                loads(
                    f"name: {'9' * digits}\naliases: []", Organization, "yaml"
                )
            assert str(caught.value) == message

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

    def test_what_yaml_makes_of_plain_text(self):
        with pytest.raises(DataError, match="name: True is not plain text"):
            loads("name: yes\naliases: []", Organization, "yaml")
        with pytest.raises(DataError, match="it is not YAML"):
            loads("name: 2023-99-99", Organization, "yaml")

    @pytest.mark.parametrize(
        ("format", "data"),
        [
            ("yaml", "!!bool zz"),
            ("yaml", "[" * 1_500 + "]" * 1_500),
            ("yaml", "schema: '8.0'\nnumber: 0x" + "f" * 9_000),
            ("yaml", "<<: {name: 甲}\naliases: []"),
            ("cbor", b"\xc2\x59\x10\x00" + b"\xff" * 4_096),
        ],
    )
    def test_what_parsers_stumble_over(self, format, data):
        for cls in (Edition, Organization):
            with pytest.raises(DataError) as caught:
                loads(data, cls, format)
            assert all(
                len(each) < 400 for each in str(caught.value).split("\n")
            )

    @pytest.mark.parametrize(
        ("format", "data", "message"),
        [
            ("json", b" " * (4 * 2**20 + 1), "it is over 4 MiB; no edition is"),
            ("json", "号" * 2**21, "it is over 4 MiB; no edition is"),
            (
                "toml",
                b"a" + b".a" * 20_000 + b" = 1",
                "a key has over 200 dots",
            ),
            ("toml", b"[" + b"'.' . " * 201 + b"a]", "a key has over 200 dots"),
            ("toml", b"a = {b" + rb'."\"."' * 201 + b" = 1}", "over 200 dots"),
            ("yaml", b"- " * 10**6, "it is far larger than an edition"),
            ("yaml", b"? " * 10**6, "it is far larger than an edition"),
            ("yaml", b"[" + b"{}," * 10**6 + b"]", "it is far larger than an"),
            ("yaml", b"a: 1" + b":1" * 10**6, "… is far too long a number"),
            ("msgpack", b"\xdd\xff\xff\xff\xff", "it is not MessagePack"),
            ("msgpack", b"\xdf\xff\xff\xff\xff", "it is not MessagePack"),
            ("msgpack", b"\xc6\xff\xff\xff\xff", "it is not MessagePack"),
            ("cbor", b"\x9b" + b"\xff" * 8, "it is not CBOR"),
            ("cbor", b"\xbb" + b"\x0f" * 8, "it is not CBOR"),
            ("cbor", b"\x5b\0\0\0" + b"\xff" * 5, "it is not CBOR"),
            ("cbor", b"\xd8\x23\x61a", "tag 35: an edition has no tags"),
            ("cbor", b"\xda\xff\xff\xff\xff\0", "an edition has no tags"),
        ],
    )
    def test_what_would_take_long(self, format, data, message):
        # Each takes minutes, gigabytes or the process where it is parsed.
        with pytest.raises(DataError) as caught:
            loads(data, format=format)
        assert message in str(caught.value)
        assert len(str(caught.value)) < 450

    def test_what_is_nested_too_deeply(self):
        # libyaml 0.2.6 has a limit of its own, and looks ahead.
        message = "far larger than an edition|maximum nesting depth"
        with pytest.raises(DataError, match=message):
            loads(b"[" * 10**6, format="yaml")

    def test_what_is_just_not_too_much(self):
        text = dumps(Organization("甲"), "toml").decode()
        host = "a." * 125 + "com"
        link = Link(f"http://{host}/", host)
        assert loads(dumps(link, "toml"), Link, "toml") == link
        largest = text + "#" * (4 * 2**20 - len(text.encode()))
        assert loads(largest, Organization, "toml") == Organization("甲")
        with pytest.raises(DataError, match="over 4 MiB"):
            loads(f"{largest}#", Organization, "toml")

    def test_references_of_cbor_are_refused(self):
        # The same list, a hundred times a hundred times a hundred.
        inner = ["甲"]
        for _ in range(3):
            inner = [inner] * 100
        bomb = cbor2.dumps(inner, value_sharing=True)
        assert len(bomb) < 5_000
        with pytest.raises(DataError, match="an edition has no tags"):
            loads(bomb, Contests, "cbor")

    def test_the_message_has_the_first_of_many_problems(self, document):
        document["contests"] = [0] * 5_000
        document |= {f"field{number}": 0 for number in range(2_000)}
        with pytest.raises(DataError) as caught:
            loads(json.dumps(document))
        # A thousand of fields, and a thousand of contests.
        assert len(caught.value.problems) == 2_000
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

    def test_what_is_there_twice_is_found_at_once(self):
        aliases = [f"甲{number}" for number in range(100_000)]
        with pytest.raises(DataError, match="'甲99999' is there twice"):
            Organization("乙", [*aliases, aliases[-1]])

    @any_format
    def test_what_follows_the_document(self, format):
        data = dumps(Organization("甲"), format)
        with pytest.raises(DataError):
            loads(data + data, Organization, format)

    @pytest.mark.parametrize("name", ["json", "yaml", "msgpack", "cbor"])
    def test_fields_that_could_be_filled_in(self, document, name):
        del document["notice"]
        del document["contests"][0]["links"]
        data = serialization._codec(name).write(document)
        with pytest.raises(DataError) as caught:
            loads(data, format=name)
        assert [str(each) for each in caught.value.problems] == [
            "notice: is missing",
            "contests[0].links: is missing",
        ]

    def test_keys_of_cbor_that_are_there_twice(self):
        with pytest.raises(DataError, match="it is not CBOR"):
            loads(b"\xa2\x61a\x01\x61a\x02", format="cbor")

    @pytest.mark.parametrize(
        ("call", "reason"),
        [
            (
                lambda: dumps(contests, "toml"),
                "TOML has no lists at the top; dump the edition",
            ),
            (lambda: dumps(7), "7 is not of the model"),
            (lambda: loads("7", int), "<class 'int'> is not of the model"),
            (
                lambda: dumps(contests, "xml"),
                "'xml' is not a format; use one of json, yaml, toml, msgpack, "
                "cbor",
            ),
            (lambda: loads(None), "None is not bytes"),
            (lambda: loads(8), "8 is not bytes"),
            (
                lambda: loads(" " * (4 * 2**20 + 1)),
                "it is over 4 MiB; no edition is that large",
            ),
        ],
    )
    def test_other_objects_formats_and_data(self, call, reason):
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
            f"schema: '9.2' is newer than '{SCHEMA_VERSION}', which this version "
            "reads; cnmaker-data 9.2.0 or newer reads it"
        )

    def test_older_ones_that_never_were(self, document):
        document["schema"] = "7.0"
        with pytest.raises(DataError, match="schema: '7.0' is a version"):
            loads(json.dumps(document))

    @pytest.mark.parametrize("version", [None, 8, "8", "8.0.0", "", "x.y"])
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

    def test_older_ones_are_migrated_step_by_step(self, document, monkeypatch):
        # Two versions that never were: in the first, editions had no notice
        # and called their number an edition; in the second, only the former.
        def rename_edition(old):
            new = dict(old)
            new["number"] = new.pop("edition")
            return new

        def add_notice(old):
            return {**old, "notice": "工信部联企业函〔2023〕191号"}

        monkeypatch.setattr(
            serialization,
            "_MIGRATIONS",
            {
                "7.1": ("7.2", rename_edition),
                "7.2": (SCHEMA_VERSION, add_notice),
            },
        )
        document["schema"] = "7.1"
        document["edition"] = document.pop("number")
        del document["notice"]
        assert loads(json.dumps(document)) == edition(8)

    def test_only_editions_have_one(self):
        assert b"schema" not in dumps(contests["final"])


@pytest.mark.parametrize(
    ("format", "module"),
    [
        ("yaml", "yaml"),
        ("toml", "tomli_w"),
        ("msgpack", "msgpack"),
        ("cbor", "cbor2"),
    ],
)
def test_missing_extras(format, module, monkeypatch):
    monkeypatch.setitem(sys.modules, module, None)
    serialization._codec.cache_clear()
    with pytest.raises(MissingExtraError) as caught:
        dumps(contests["final"], format)
    assert str(caught.value) == (
        f"the format {format} needs packages that are not installed; "
        "python -m pip install 'cnmaker-data[formats]' brings them"
    )
    assert isinstance(caught.value, ImportError)


def test_the_shipped_json_is_what_dumps_writes():
    from cnmaker_data import _resources

    shipped = _resources.read("editions", "8", "edition.json")
    assert dumps(edition(8)) == shipped
    assert loads(shipped) == edition(8)


def test_attrs_can_evolve_what_was_loaded():
    read = loads(dumps(edition(8)))
    assert attrs.evolve(read, title="标题").title == "标题"
    assert cnmaker_data.Format
