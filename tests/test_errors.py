import pickle

import pytest

from cnmaker_data import errors, find_region


def test_errors_have_the_bases_that_are_documented():
    classes = [
        value
        for value in vars(errors).values()
        if isinstance(value, type) and issubclass(value, Exception)
    ]
    assert all(issubclass(each, errors.CnmakerDataError) for each in classes)
    for name in ("Tier", "Role", "Region", "Contest", "Edition", "Column"):
        assert issubclass(getattr(errors, f"Unknown{name}Error"), LookupError)
    assert issubclass(errors.AmbiguousRegionError, LookupError)
    for each in (
        errors.InvalidURLError,
        errors.DataError,
        errors.IngestError,
        errors.DigestMismatchError,
    ):
        assert issubclass(each, ValueError)


@pytest.mark.parametrize(
    "error",
    [
        errors.UnknownTierError("x", ["final"]),
        errors.AmbiguousRegionError("x", [], []),
        errors.InvalidURLError("x", "it is"),
        errors.DataError([errors.DataProblem("a.b", "is wrong")]),
        errors.IngestError(
            [errors.IngestProblem("表", 1, "列", "字", "is wrong")], "plan.txt"
        ),
        errors.DigestMismatchError(8, "a", "b"),
        errors.MissingExtraError("it", "cli"),
    ],
    ids=lambda error: type(error).__name__,
)
def test_errors_pickle(error):
    copied = pickle.loads(pickle.dumps(error))
    assert type(copied) is type(error)
    assert vars(copied) == vars(error)
    assert str(copied) == str(error)


ARGUMENTS = [
    (errors.UnknownRegionError, ("x", ("a", "b"))),
    (errors.AmbiguousRegionError, ("x", (), ())),
    (errors.InvalidURLError, ("x", "it is")),
    (errors.DataError, ((errors.DataProblem("a.b", "is wrong"),),)),
    (
        errors.IngestError,
        ((errors.IngestProblem("", 1, None, "", "is wrong"),), "plan.txt"),
    ),
    (errors.DigestMismatchError, (8, "a", "b")),
    (errors.MissingExtraError, ("it", "cli")),
]


@pytest.mark.parametrize(
    ("cls", "arguments"), ARGUMENTS, ids=lambda value: str(value)[:40]
)
def test_errors_keep_what_they_are_made_of(cls, arguments):
    # As `args`, too, which loggers and debuggers show.
    error = cls(*arguments)
    assert error.args == arguments
    assert tuple(vars(error).values()) == arguments


def test_the_text_of_what_is_ambiguous():
    paths = ["江苏省南京市鼓楼区", "江苏省徐州市鼓楼区"]
    regions = map(find_region, paths)
    assert str(errors.AmbiguousRegionError("鼓楼区", regions, paths)) == (
        "region '鼓楼区' is ambiguous: 江苏省南京市鼓楼区 (320106), "
        "江苏省徐州市鼓楼区 (320302); give the path of names or the code"
    )


def test_the_text_of_what_is_missing():
    assert str(errors.MissingExtraError("the format yaml", "formats")) == (
        "the format yaml needs packages that are not installed; "
        "python -m pip install 'cnmaker-data[formats]' brings them"
    )


def test_the_text_of_a_digest_that_differs():
    assert str(errors.DigestMismatchError(8, "sha256:a", "sha256:b")) == (
        "edition 8 has the digest 'sha256:b', not 'sha256:a'; install the "
        "version that was pinned, or look at what the changelog says has "
        "changed and pin the new one"
    )


def test_long_texts_are_cut():
    assert errors.cut("甲" * 200) == "甲" * 200
    assert errors.cut("甲" * 201) == "甲" * 199 + "…"
    assert errors.cut("甲乙丙", 3) == "甲乙丙"
    assert errors.cut("甲乙丙丁", 3) == "甲乙…"


def test_texts_of_errors():
    assert str(errors.UnknownTierError("x")) == "tier 'x' is unknown"
    assert str(errors.UnknownTierError("x", ["a"])) == (
        "tier 'x' is unknown; did you mean 'a'?"
    )
    problems = [
        errors.IngestProblem("表", 1, "列", "字", "is wrong"),
        errors.IngestProblem("", None, None, "", "is missing"),
    ]
    assert str(errors.IngestError(problems, "plan.txt")) == (
        "plan.txt: 表, row 1, column 列: '字': is wrong\nplan.txt: is missing"
    )
    assert str(errors.IngestError(problems[1:])) == "is missing"
    assert str(errors.DataProblem("", "is wrong")) == "is wrong"
