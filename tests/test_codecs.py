"""Bytes of the five formats: what is written, and what hostile bytes do."""

import json
import sys

import cbor2
import msgpack
import pytest
import yaml

from hypothesis import given
from hypothesis import strategies as st

from cnmaker_data import (
    Contests,
    DataError,
    Edition,
    Link,
    MissingExtraError,
    Organization,
    dumps,
    loads,
)
from cnmaker_data.errors import short_repr


FORMATS = ["json", "yaml", "toml", "msgpack", "cbor"]

any_format = pytest.mark.parametrize("format", FORMATS)


class TestWriting:
    @pytest.fixture
    def link(self):
        return Link("http://a.cn/", "a.cn", "官网")

    def test_json_is_indented_in_the_order_of_the_model(self):
        data = dumps(Organization("甲", ["乙"]))
        assert data.decode() == (
            '{\n  "name": "甲",\n  "aliases": [\n    "乙"\n  ]\n}\n'
        )

    def test_yaml_is_in_blocks_in_the_order_of_the_model(self, link):
        assert dumps(link, "yaml").decode() == (
            "url: http://a.cn/\ntext: a.cn\nlabel: 官网\ninherited: false\n"
        )

    def test_toml_leaves_out_what_has_its_default(self, link):
        assert dumps(link, "toml").decode() == (
            'url = "http://a.cn/"\ntext = "a.cn"\nlabel = "官网"\n'
        )

    @pytest.mark.parametrize(
        ("format", "read"),
        [("msgpack", msgpack.unpackb), ("cbor", cbor2.loads)],
    )
    def test_binary_ones_have_the_fields_of_json(self, link, format, read):
        fields = read(dumps(link, format))
        assert list(fields.items()) == list(json.loads(dumps(link)).items())

    def test_toml_has_no_lists_at_the_top(self, contests):
        with pytest.raises(DataError) as caught:
            dumps(contests, "toml")
        assert str(caught.value) == (
            "TOML has no lists at the top; dump the edition"
        )

    def test_unknown_formats(self, contests):
        for call in (
            lambda: dumps(contests, "xml"),
            lambda: loads(b"", format="xml"),
        ):
            with pytest.raises(DataError) as caught:
                call()
            assert str(caught.value) == (
                "'xml' is not a format; use json, yaml, toml, msgpack, cbor"
            )

    @pytest.mark.parametrize(
        ("format", "module"),
        [
            ("yaml", "yaml"),
            ("toml", "tomli_w"),
            ("msgpack", "msgpack"),
            ("cbor", "cbor2"),
        ],
    )
    def test_missing_extras(self, format, module, monkeypatch, contests):
        monkeypatch.setitem(sys.modules, module, None)
        with pytest.raises(MissingExtraError) as caught:
            dumps(contests["final"], format)
        assert str(caught.value) == (
            f"the format {format} needs extra packages; install them with: "
            "python -m pip install 'cnmaker-data[formats]'"
        )


def test_yaml_is_read_without_libyaml_too(monkeypatch, contests):
    monkeypatch.delattr(yaml, "CSafeLoader", raising=False)
    data = dumps(contests, "yaml")
    assert loads(data, Contests, "yaml") == contests


class TestReading:
    @any_format
    def test_what_was_written(self, format, contests):
        for value in (Organization("甲", ["乙"]), contests["final"]):
            data = dumps(value, format)
            assert loads(data, type(value), format) == value
            if format not in ("msgpack", "cbor"):
                assert loads(data.decode(), type(value), format) == value

    @pytest.mark.parametrize("wrong", [None, 8, ["{}"]])
    def test_what_is_no_bytes(self, wrong):
        with pytest.raises(DataError) as caught:
            loads(wrong)
        assert caught.value.problems == (("", f"{wrong!r} is not bytes"),)

    @any_format
    def test_lone_surrogates(self, format):
        with pytest.raises(DataError):
            loads("name: '\ud800'", Organization, format)

    def test_lone_surrogates_in_json(self):
        with pytest.raises(DataError, match=r"name: '\\ud800' is not one line"):
            loads('{"name": "\ud800", "aliases": []}', Organization)

    @any_format
    @given(data=st.binary(max_size=40))
    def test_any_bytes(self, format, data):
        with pytest.raises(DataError):
            loads(data, format=format)

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

    @pytest.mark.parametrize(
        ("format", "data", "message"),
        [
            ("json", b"{", "it is not JSON: Expecting property name"),
            ("json", b'{"a": 1, "a": 2}', "the key 'a' appears twice"),
            ("json", b'{"a": 1, "b": 1, "b": 2}', "the key 'b' appears twice"),
            ("yaml", b"a: [", "it is not YAML: "),
            ("yaml", b"a: 1\na: 2", "the key 'a' appears twice"),
            ("toml", b"a = [", "it is not TOML: "),
            ("toml", b"a = 1\na = 2", "it is not TOML: Cannot overwrite"),
            ("toml", b"\xff", "it is not TOML: 'utf-8' codec"),
            ("msgpack", b"\x81", "it is not MessagePack: "),
            ("msgpack", b"\xc1", "it is not MessagePack: FormatError"),
            ("msgpack", b"\x82\xa1a\x01\xa1a\x02", "'a' appears twice"),
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

    def test_yaml_keys_that_appear_twice(self):
        with pytest.raises(DataError, match="'name' appears twice"):
            loads("name: 甲\nname: 乙", Organization, "yaml")

    def test_merges_of_yaml_are_refused(self):
        with pytest.raises(DataError) as caught:
            loads("<<: {name: 甲}\naliases: []", Organization, "yaml")
        assert str(caught.value) == (
            "it is not YAML: << merges mappings; write them out"
        )

    def test_how_deep_and_large_yaml_may_be(self):
        too_large = "it is not YAML: it is far larger than an edition"
        siblings = "[" + "[]," * 100 + "]"
        for text, message in [
            ("[" * 50 + "]" * 50, f"{'[' * 50}{']' * 50} is not a mapping"),
            ("[" * 51 + "]" * 51, too_large),
            (siblings, f"{short_repr([[]] * 100)} is not a mapping"),
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

    @any_format
    def test_what_follows_the_document(self, format):
        data = dumps(Organization("甲"), format)
        with pytest.raises(DataError):
            loads(data + data, Organization, format)

    def test_cbor_keys_that_appear_twice(self):
        with pytest.raises(DataError, match="it is not CBOR"):
            loads(b"\xa2\x61a\x01\x61a\x02", format="cbor")
