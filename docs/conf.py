"""The configuration of Sphinx."""

from __future__ import annotations

import importlib.metadata
import re
import sys

from pathlib import Path
from typing import TYPE_CHECKING, Any


if TYPE_CHECKING:
    from docutils.nodes import TextElement
    from sphinx.addnodes import pending_xref
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment


project = "cnmaker-data"
author = "The cnmaker-data authors"
release = version = importlib.metadata.version("cnmaker-data")

sys.path.insert(0, str(Path(__file__).parent / "extensions"))
extensions = [
    "myst_parser",
    "sphinx.ext.autodoc",
    "sphinx_copybutton",
    "accessibility",
    "chinese_search",
    "examples",
    "house",
    "languages",
    "showcase.downloads",
    "showcase.explorer",
    "showcase.pictures",
]
exclude_patterns = ["_build", "locale"]
templates_path = ["templates"]

# One catalogue for each page, without line numbers, which would change with
# every edit of the page.
locale_dirs = ["locale"]
gettext_compact = False
gettext_location = False

myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 3

# Single backticks in docstrings are names.
default_role = "py:obj"
add_module_names = False
python_maximum_signature_line_length = 80
autodoc_member_order = "bysource"
autodoc_typehints = "signature"
# Show these aliases by name; the reference explains them.
_ALIASES = (
    "FieldValue",
    "Format",
    "Level",
    "Serializable",
)
autodoc_type_aliases = dict(zip(_ALIASES, _ALIASES, strict=True))

# Names of other projects and the standard library: the build does not fetch
# their inventories from the network.
nitpick_ignore = [
    ("py:class", "collections.abc.Callable"),
    ("py:class", "collections.abc.Iterable"),
    ("py:class", "collections.abc.Sequence"),
    ("py:class", "enum.StrEnum"),
    ("py:class", "os.PathLike"),
    ("py:class", "pathlib.Path"),
    ("py:class", "pd.DataFrame"),
    ("py:class", "pl.DataFrame"),
    ("py:class", "hypothesis.strategies.SearchStrategy"),
    ("py:obj", "hypothesis.strategies.from_type"),
    # Type variables have no entry in the reference.
    ("py:class", "cnmaker_data.table._R"),
    ("py:class", "cnmaker_data.collection._D"),
    ("py:class", "cnmaker_data.collection._R"),
    ("py:class", "cnmaker_data.serialization._T"),
]

html_theme = "furo"
html_favicon = "static/favicon.svg"
html_static_path = ["static"]
html_css_files = ["site.css"]
html_extra_path = ["../src/cnmaker_data/resources/edition.schema.json"]
html_title = f"cnmaker-data {release}"
html_copy_source = False
html_show_sourcelink = False
html_show_sphinx = False
# Monospace fonts in which a Chinese character is two letters wide, so that
# tables in examples align, with the glyphs of mainland China.
html_theme_options = {
    "light_css_variables": {
        "font-stack": (
            "-apple-system, 'Segoe UI', Helvetica, Arial, 'PingFang SC', "
            "'Microsoft YaHei', 'Noto Sans CJK SC', sans-serif"
        ),
        "font-stack--monospace": (
            "'Sarasa Mono SC', 'Noto Sans Mono CJK SC', NSimSun, monospace"
        ),
    }
}
html_show_copyright = False

# Copy what you would type: no prompts, no output.
copybutton_prompt_text = r">>> |\.\.\. |\$ "
copybutton_prompt_is_regexp = True


def _resolve_short_name(
    app: Sphinx,
    env: BuildEnvironment,
    node: pending_xref,
    contnode: TextElement,
) -> Any:
    """Resolve a short name in a docstring to an object of another module."""
    if node.get("refdomain") != "py" or node.get("refspecific"):
        return None
    node["refspecific"] = True
    return env.domains["py"].resolve_xref(
        env,
        node["refdoc"],
        app.builder,
        node["reftype"],
        node["reftarget"],
        node,
        contnode,
    )


def _show_public_bases(
    app: Sphinx,  # noqa: ARG001  # Sphinx passes them all
    name: str,  # noqa: ARG001
    obj: type,  # noqa: ARG001
    options: object,  # noqa: ARG001
    bases: list[type],
) -> None:
    """Replace a private base class with its own public bases."""
    bases[:] = [
        public
        for base in bases
        for public in (
            base.__bases__ if base.__name__.startswith("_") else (base,)
        )
    ]


def _name_aliases(
    app: Sphinx,  # noqa: ARG001  # Sphinx passes them all
    what: str,  # noqa: ARG001
    name: str,  # noqa: ARG001
    obj: object,  # noqa: ARG001
    options: object,  # noqa: ARG001
    signature: str | None,
    returns: str | None,
) -> tuple[str | None, str | None]:
    """Show a type alias by its name inside a union, too."""
    if signature is not None:
        signature = _ALIAS_IN_UNION.sub(r"\1", signature)
    return signature, returns


# Sphinx's spelling of an alias inside a union.
_ALIAS_IN_UNION = re.compile(r"TypeAliasForwardRef\('(\w+)'\)")


def setup(app: Sphinx) -> None:
    app.connect("autodoc-process-signature", _name_aliases)
    app.connect("missing-reference", _resolve_short_name)
    app.connect("autodoc-process-bases", _show_public_bases)
