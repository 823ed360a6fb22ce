"""Changes of the public API between two checkouts."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple, cast

import griffe


__all__ = ["PUBLIC_MODULES", "ApiChanges", "api_changes"]


#: Their `__all__` is the API; everything else may change at any time.
PUBLIC_MODULES = (
    "cnmaker_data",
    "cnmaker_data.export",
    "cnmaker_data.ingest",
    "cnmaker_data.strategies",
)


class ApiChanges(NamedTuple):
    """Names that broke, were added, or are declared differently."""

    broken: list[str]
    added: list[str]
    #: Annotations, bases and values; a reader decides whether they grew.
    altered: list[str]


def api_changes(old: Path, new: Path) -> ApiChanges:
    """Compare the public API in two checkouts, without importing either."""
    before, after = _load(old), _load(new)
    declared = dict(_declarations(before, before.path))
    declares = dict(_declarations(after, after.path))
    # griffe keeps a name as long as it exists anywhere, public or private.
    broken = [
        f"{name}: removed"
        for name in declared
        if name not in declares and not name.endswith(")")
    ]
    broken += [
        breakage.explain(griffe.ExplanationStyle.MARKDOWN).removeprefix("- ")
        for breakage in griffe.find_breaking_changes(before, after)
        if breakage.kind is not griffe.BreakageKind.OBJECT_REMOVED
    ]
    added = [name for name in declares if name not in declared]
    altered = [
        f"{name}: {text} → {declares[name]}"
        for name, text in declared.items()
        if name in declares and declares[name] != text
    ]
    return ApiChanges(broken, added, altered)


def _load(root: Path) -> griffe.Module:
    package = griffe.load(
        "cnmaker_data",
        search_paths=[root / "src"],
        try_relative_path=False,
        allow_inspection=False,
        resolve_aliases=True,
        resolve_external=False,
    )
    module = cast(griffe.Module, package)
    _mark(module)
    return module


def _mark(module: griffe.Module) -> None:
    # griffe takes every module without an underscore for public.
    module.public = module.path in PUBLIC_MODULES
    for inner in module.modules.values():
        if not inner.is_alias:
            _mark(inner)


def _declarations(
    holder: griffe.Object | griffe.Alias, path: str
) -> Iterator[tuple[str, str]]:
    """Yield each public name, parameters included, with its declaration."""
    for name, member in holder.all_members.items():
        if not member.is_public:
            continue
        here = f"{path}.{name}"
        try:
            yield from _declaration(_target(member), here)
        except griffe.AliasResolutionError:  # another library's
            yield here, ""


def _target(member: griffe.Object | griffe.Alias) -> griffe.Object:
    return member.final_target if isinstance(member, griffe.Alias) else member


def _declaration(target: griffe.Object, path: str) -> Iterator[tuple[str, str]]:
    match target:
        case griffe.Function():
            yield path, f"-> {target.returns}"
            for each in target.parameters:
                yield f"{path}({each.name})", f"{each.annotation}"
        case griffe.Attribute(annotation=annotation):
            # Users see the values of enums and type aliases.
            is_type = annotation is None or str(annotation) == "TypeAlias"
            yield path, str(target.value if is_type else annotation)
        case griffe.Class():
            yield path, ", ".join(map(str, target.bases))
            yield from _declarations(target, path)
        case _:
            yield path, ""
            yield from _declarations(target, path)
