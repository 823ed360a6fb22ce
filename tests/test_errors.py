import pickle

import pytest

from hypothesis import given
from hypothesis import strategies as st

import cnmaker_data

from cnmaker_data import (
    AmbiguousRegionError,
    CnmakerDataError,
    DataError,
    DataProblem,
    DigestMismatchError,
    IngestError,
    IngestProblem,
    InvalidURLError,
    MissingExtraError,
    UnknownColumnError,
    UnknownContestError,
    UnknownEditionError,
    UnknownError,
    UnknownOrganizerError,
    UnknownRegionError,
    UnknownRoleError,
    UnknownTableError,
    UnknownTierError,
    contests,
    diff,
    dumps,
    edition,
    find_region,
    loads,
    normalize_url,
)
from cnmaker_data.errors import short_repr, shorten
from cnmaker_data.ingest import read_plan


def public_errors():
    values = (getattr(cnmaker_data, name) for name in cnmaker_data.__all__)
    return [
        value
        for value in values
        if isinstance(value, type) and issubclass(value, Exception)
    ]


def test_bases():
    for error in public_errors():
        assert issubclass(error, CnmakerDataError)
        name = error.__name__
        is_lookup = name.startswith(("Unknown", "Ambiguous"))
        assert issubclass(error, LookupError) == is_lookup
        assert issubclass(error, UnknownError) == name.startswith("Unknown")
    for error in (InvalidURLError, DataError, IngestError, DigestMismatchError):
        assert issubclass(error, ValueError)
    assert issubclass(UnknownColumnError, KeyError)
    assert issubclass(MissingExtraError, ImportError)


def made():
    """Return an error of each kind and the text that it has."""
    paths = ["江苏省南京市鼓楼区", "江苏省徐州市鼓楼区"]
    regions = [find_region(path) for path in paths]
    problems = [
        IngestProblem("表", 1, "列", "字", "is wrong"),
        IngestProblem("", None, None, "", "is missing"),
    ]
    return [
        (UnknownTierError("x"), "tier 'x' is unknown"),
        (
            UnknownTierError("x", ["a"]),
            "tier 'x' is unknown; did you mean 'a'?",
        ),
        (
            UnknownOrganizerError("x", lambda given: [f"{given}厅"]),
            "organizer 'x' is unknown; did you mean 'x厅'?",
        ),
        (
            UnknownRoleError("x", iter("abc")),
            "role 'x' is unknown; did you mean 'a', 'b' or 'c'?",
        ),
        (
            UnknownRegionError("x", lambda given: [f"{given}省", f"{given}市"]),
            "region 'x' is unknown; did you mean 'x省' or 'x市'?",
        ),
        (UnknownRegionError(330782), "region 330782 is not text"),
        (
            UnknownRegionError(330782, lambda given: [str(given)]),
            "region 330782 is not text; use '330782'",
        ),
        (UnknownContestError(None), "contest None is not text"),
        (UnknownTierError(8, "ab"), "tier 8 is not text; use 'a' or 'b'"),
        (
            UnknownRegionError("台北", ["台湾省"]),
            "region '台北' is unknown; did you mean '台湾省'? It has no "
            "divisions here",
        ),
        (
            UnknownRoleError("x", map(str, range(20))),
            "role 'x' is unknown; did you mean "
            f"{', '.join(repr(str(n)) for n in range(19))} or '19'?",
        ),
        (
            UnknownTableError("x", ["a", "b"]),
            "table 'x' is unknown; use 'a' or 'b'",
        ),
        (
            UnknownColumnError("x", map(str, range(100))),
            "column 'x' is unknown; did you mean "
            f"{', '.join(repr(str(n)) for n in range(20))}, and 80 more?",
        ),
        (
            UnknownEditionError(7, [8]),
            "edition 7 does not ship with this version; 8 does",
        ),
        (
            UnknownEditionError(7, [8, 9]),
            "edition 7 does not ship with this version; 8 and 9 do",
        ),
        (
            UnknownEditionError("8", [8]),
            "edition '8' is not a whole number; use 8",
        ),
        (
            AmbiguousRegionError("鼓楼区", regions, paths),
            "region '鼓楼区' is ambiguous: 江苏省南京市鼓楼区 (320106), "
            "江苏省徐州市鼓楼区 (320302); give the path of names or the code",
        ),
        (
            AmbiguousRegionError("x", regions[:1] * 30, ["路径"] * 30),
            f"region 'x' is ambiguous: {'路径 (320106), ' * 20}and 10 more; "
            "give the path of names or the code",
        ),
        (
            InvalidURLError("x", "it has no dot"),
            "'x' is not a usable web address: it has no dot",
        ),
        (DataError([DataProblem("a.b", "is wrong")]), "a.b: is wrong"),
        (DataError([DataProblem("", "is wrong")]), "is wrong"),
        (
            DataError([DataProblem(f"[{n}]", "is wrong") for n in range(1500)]),
            "\n".join(
                [*(f"[{n}]: is wrong" for n in range(100)), "and 1,400 more"]
            ),
        ),
        (
            IngestError(problems, "plan.txt"),
            "plan.txt: 表, row 1, column 列: '字': is wrong\n"
            "plan.txt: is missing",
        ),
        (IngestError(problems[1:]), "is missing"),
        (
            IngestError(
                [IngestProblem("表", None, "备注", "", "is unknown", ("备注",))]
            ),
            "表, column 备注: is unknown; keep_columns=['备注'] keeps it in "
            "the source",
        ),
        (
            IngestError(problems[1:] * 102, "a" * 1_001),
            "\n".join(
                [f"{'a' * 999}…: is missing"] * 100
                + [f"{'a' * 999}…: and 2 more"]
            ),
        ),
        (
            DigestMismatchError(8, "sha256:a", "sha256:b"),
            "edition 8 has the digest 'sha256:b', not 'sha256:a'; install the "
            "version that was pinned, or read in the changelog what has "
            "changed and pin the new digest",
        ),
        (
            DigestMismatchError(8, "b", "sha256:b"),
            "edition 8 has the digest 'sha256:b', not 'b'; a digest starts "
            "with 'sha256:'",
        ),
        (
            MissingExtraError("the format yaml", "formats"),
            "the format yaml needs extra packages; install them with: "
            "python -m pip install 'cnmaker-data[formats]'",
        ),
    ]


def test_texts():
    for error, text in made():
        assert str(error) == text


def test_each_kind_is_tried_here():
    tried = {type(error) for error, _ in made()}
    assert {*public_errors()} - tried == {CnmakerDataError, UnknownError}


def test_pickles():
    for error, text in made():
        error.add_note("a note")
        copied = pickle.loads(pickle.dumps(error))
        assert type(copied) is type(error)
        assert vars(copied) == vars(error)
        assert copied.args == error.args
        public = [k for k in vars(error) if not k.startswith("_")]
        assert error.args == tuple(getattr(error, name) for name in public)
        assert str(copied) == text
        assert copied.__notes__ == ["a note"]


class TestSuggestions:
    def test_are_worked_out_when_they_are_read(self):
        asked = []

        def suggest(given):
            asked.append(given)
            yield from "ab"

        error = UnknownRegionError("x", suggest)
        assert (error.given, error.args, asked) == ("x", ("x",), [])
        assert error.expected == ("a", "b")
        assert str(error) == "region 'x' is unknown; did you mean 'a' or 'b'?"
        assert asked == ["x"]

    def test_are_worked_out_when_the_error_is_pickled(self):
        error = UnknownRegionError("x", lambda _: iter("ab"))
        assert pickle.loads(pickle.dumps(error)).expected == ("a", "b")


class TestDescribed:
    @given(st.text(), st.integers(2, 300))
    def test_shorten(self, text, most):
        short = shorten(text, most)
        assert len(short) == min(len(text), most)
        cut = f"{text[: most - 1]}…"
        assert short == (text if len(text) <= most else cut)

    @pytest.mark.parametrize("length", [199, 200, 201, 202])
    def test_shorten_by_default(self, length):
        short = shorten("a" * length)
        assert len(short) == min(length, 200)
        assert short.endswith("…") == (length > 200)

    @given(st.text() | st.integers() | st.lists(st.text()))
    def test_short_repr(self, value):
        assert short_repr(value) == shorten(repr(value), 200)

    def test_short_repr_of_odd_objects(self):
        nested = []
        for _ in range(100_000):
            nested = [nested]
        assert short_repr(nested) == "<list>"
        assert short_repr(10**5000) == "<int>"
        broken = type("Broken", (), {"__repr__": lambda _: 1 / 0})
        assert short_repr(broken()) == "<Broken>"
        lines = type("Lines", (), {"__repr__": lambda _: "a\n  b\r\nc"})
        assert short_repr(lines()) == "a b c"


def test_a_problem_with_what_was_given_has_no_path():
    with pytest.raises(DataError) as caught:
        contests.search(5)
    assert caught.value.problems == (("", "5 is not text"),)
    assert caught.value.path == ""


LONG = [[0] * 10**5, "甲" * 10**5, 10**4000, {"a" * 10**5: "b\nc"}]


@pytest.mark.parametrize("wrong", LONG, ids=lambda each: type(each).__name__)
def test_messages_are_of_bounded_length(wrong):
    for ask in (
        contests.by_tier,
        contests.by_region,
        lambda wrong: read_plan(str(wrong)),
        lambda wrong: contests.by_organizer("财政部", role=wrong),
        contests.organizers_of,
        contests.entry_for,
        contests["final"].source.__getitem__,
        edition,
        lambda wrong: edition(8, digest=wrong),
        find_region,
        lambda wrong: loads(b"{}", wrong),
        lambda wrong: loads(b"{}", format=wrong),
        dumps,
        normalize_url,
        lambda wrong: diff(wrong, wrong),
    ):
        with pytest.raises(CnmakerDataError) as caught:
            ask(wrong)
        assert len(str(caught.value)) < 1_200
        assert "\n" not in str(caught.value)
