"""
The shipped JSON Schema rejects only what `loads` rejects, and nearly as much.
"""

import copy
import json

import attrs
import jsonschema
import pytest

from hypothesis import given
from hypothesis import strategies as st

import cnmaker_data

from cnmaker_data import (
    DataError,
    InvalidURLError,
    Role,
    Tier,
    dumps,
    edition,
    editions,
    json_schema,
    loads,
    normalize_url,
)
from cnmaker_data.strategies import editions as any_edition


@pytest.fixture(scope="module")
def validator():
    return jsonschema.Draft202012Validator(json_schema())


def documents():
    return any_edition(max_contests=3).map(lambda plan: json.loads(dumps(plan)))


def is_loaded(document):
    try:
        loads(json.dumps(document))
    except DataError:
        return False
    return True


def places(value, path=()):
    """Where a value can be changed: all paths into it."""
    yield path
    if isinstance(value, dict):
        for key, item in value.items():
            yield from places(item, (*path, key))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from places(item, (*path, index))


def at(document, path):
    for step in path:
        document = document[step]
    return document


WRONG_TEXTS = st.sampled_from(
    [
        "",
        " ",
        "x ",
        "\u3000x",
        "x\n",
        "x\ny",
        "x\u200by",
        "\ufeff",
        "\x85x",
        "x\x1c",
        "330000\n",
        "CN-ZJ\n",
        "CN-zj",
        "8/final\n",
        "8/final/x",
        "8/regional",
        "08/final",
        "thematic/x",
        "9/regional/x-",
        "http://a.cn/\n",
        "http://a/",
        "ftp://a.cn/",
        "final",
        "county",
        "330000",
        "660000",
    ]
)
WRONG = (
    st.sampled_from([None, True, False, 0, -1, 10_000, 1.5, [], {}, [[]]])
    | WRONG_TEXTS
    | st.text(max_size=3)
    | st.integers(-3, 3)
)


@st.composite
def mutated(draw):
    """An edition with one thing changed, added, doubled or left out."""
    document = draw(documents())
    path = draw(st.sampled_from(list(places(document))))
    if not path:
        return draw(WRONG)
    *above, last = path
    holder = at(document, above)
    change = draw(st.sampled_from(["replace", "remove", "add", "double"]))
    if change == "replace":
        holder[last] = draw(WRONG)
    elif change == "remove":
        del holder[last]
    elif isinstance(holder, list):
        item = holder[last] if change == "double" else draw(WRONG)
        holder.insert(last, copy.deepcopy(item))
    else:
        holder[f"{last}x"] = holder[last]
    return document


def test_is_a_schema():
    jsonschema.Draft202012Validator.check_schema(json_schema())


def test_takes_what_ships(validator):
    for number in editions():
        validator.validate(json.loads(dumps(edition(number))))


@given(documents())
def test_takes_what_is_generated(validator, document):
    validator.validate(document)


@given(mutated())
def test_takes_all_that_loads_takes(validator, document):
    if is_loaded(document):
        validator.validate(document)


@given(documents(), st.data())
def test_refuses_what_is_of_another_shape(validator, document, data):
    # A field gone, unknown or of another type.
    paths = [path for path in places(document) if path]
    *above, last = data.draw(st.sampled_from(paths))
    holder = at(document, above)
    match data.draw(st.sampled_from(["type", "remove", "add"])):
        case "type":
            # An object in place of a leaf or a list, a number for an object.
            is_object = isinstance(holder[last], dict)
            holder[last] = 3 if is_object else {"x": 1}
        case "remove":
            del holder[last]
        case "add" if isinstance(holder, dict):
            holder["unknown"] = holder[last]
    assert validator.is_valid(document) == is_loaded(document) or (
        # The schema does not say which contests an edition holds.
        not above
    )


def changed(path, value):
    contests = edition(8).contests
    few = attrs.evolve(edition(8), contests=[contests[key] for key in KEYS])
    document = json.loads(dumps(few))
    *above, last = path
    at(document, above)[last] = value
    return document


KEYS = [
    "final",
    "thematic/visual-intelligence",
    "regional/zhejiang",
    "thematic/low-code",
]
FIRST = ("contests", 0)
CONTEST = ("contests", 1)
ZHEJIANG = ("contests", 2)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("schema",), "9.0"),
        (("number",), 0),
        (("number",), True),
        (("year",), 10_000),
        (("title",), ""),
        (("title",), "x\n"),
        (("title",), "x\u200b"),
        (("title",), "\u3000x"),
        (("notice",), ""),
        (("contests",), []),
        (("notes",), ["x", ""]),
        (("notes",), ["x\ny"]),
        (("notes",), ["\u3000\u200b"]),
        (("notes",), ["x\u2028"]),
        (("notes",), [1]),
        ((*CONTEST, "id"), "8/regional/visual-intelligence"),
        ((*CONTEST, "id"), "8/thematic/Visual"),
        ((*CONTEST, "id"), "8/thematic/visual\n"),
        ((*CONTEST, "id"), "08/thematic/visual"),
        ((*CONTEST, "tier"), "national"),
        ((*CONTEST, "tier"), "regional"),
        ((*CONTEST, "theme"), None),
        ((*FIRST, "theme"), "x"),
        ((*FIRST, "organizers"), []),
        ((*FIRST, "organizers", 0, "role"), "sponsor"),
        ((*FIRST, "organizers", 0, "organization", "aliases"), ["x", "x"]),
        ((*FIRST, "location", "code"), "44190"),
        ((*FIRST, "location", "code"), "441900\n"),
        ((*FIRST, "location", "code"), "041900"),
        ((*FIRST, "location", "level"), "county"),
        ((*FIRST, "location", "level"), "state"),
        ((*FIRST, "location", "iso_3166_2"), "CN-44"),
        ((*CONTEST, "links", 0, "url"), "www.cnmaker.org.cn"),
        ((*CONTEST, "links", 0, "url"), "javascript://a.cn/%0Aalert(1)"),
        ((*CONTEST, "links", 0, "url"), "http://www.cnmaker.org.cn"),
        ((*CONTEST, "links", 0, "url"), "http://www.cnmaker.org.cn/创"),
        ((*CONTEST, "links", 0, "inherited"), 1),
        ((*CONTEST, "source", "row"), 0),
        ((*CONTEST, "source", "cells", 0), ["x"]),
        ((*CONTEST, "source", "cells", 0), ["x", "y", "z"]),
        ((*CONTEST, "source", "cells", 0), ["x", "\x07"]),
    ],
)
def test_refuses_values_that_loads_refuses(validator, path, value):
    document = changed(path, value)
    assert not is_loaded(document)
    assert not validator.is_valid(document)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("number",), 9),
        (("number",), 8.0),
        (("title",), "\ud800"),
        ((*CONTEST, "id"), "9/thematic/visual-intelligence"),
        ((*CONTEST, "id"), "8/thematic/low-code"),
        ((*CONTEST, "links", 0, "url"), "http://www.cnmaker.org.cn:80/"),
        (
            (*FIRST, "organizers", 0, "organization", "aliases"),
            ["工业和信息化部"],
        ),
        ((*CONTEST, "source", "cells", 0), ["赛事名称", "x"]),
    ],
)
def test_what_it_cannot_tell(validator, path, value):
    # The page of the docs lists these.
    document = changed(path, value)
    assert not is_loaded(document)
    assert validator.is_valid(document)


@given(st.text(max_size=4))
def test_takes_the_notes_that_loads_takes(validator, note):
    document = changed(("notes",), [note])
    assert validator.is_valid(document) == is_loaded(document)


def test_levels_and_codes(validator):
    for code, level in [
        ("660000", "corps"),
        ("330000", "province"),
        ("330100", "prefecture"),
        ("330782", "county"),
        ("659001", "county"),
    ]:
        for each in ("corps", "province", "prefecture", "county"):
            document = changed((*ZHEJIANG, "location", "code"), code)
            at(document, ZHEJIANG)["location"]["level"] = each
            assert validator.is_valid(document) == (each == level)
            assert is_loaded(document) == (each == level)


@given(
    st.builds(
        "{}{}{}".format,
        st.sampled_from(["", "http://", "HTTPS://"]),
        st.sampled_from(
            ["a.cn", "创客.中国", "a_b.cn", "1.2.3.4:81", "[::1]:8080", "[::]"]
        ),
        st.text(max_size=6).map(lambda text: f"/{text}"),
    )
)
def test_takes_every_normalized_address(validator, text):
    try:
        url = normalize_url(text)
    except InvalidURLError:
        return
    validator.validate(changed((*CONTEST, "links", 0, "url"), url))


def test_it_has_the_terms_of_the_model():
    definitions = json_schema()["$defs"]
    tiers = definitions["Contest"]["properties"]["tier"]["enum"]
    roles = definitions["Organizer"]["properties"]["role"]["enum"]
    assert tiers == list(Tier)
    assert roles == list(Role)


def test_every_field_is_there_and_described():
    definitions = {"Edition": json_schema(), **json_schema()["$defs"]}
    del definitions["Line"]
    for name, definition in definitions.items():
        fields = [f.name for f in attrs.fields(getattr(cnmaker_data, name))]
        described = definition["properties"]
        assert [each for each in described if each != "schema"] == fields
        assert all(each["description"] for each in described.values())
        assert definition["additionalProperties"] is False
