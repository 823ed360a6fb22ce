"""
Words and templates of the explorer, the pictures and the downloads.

Their catalogue is ``showcase.po``.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import sphinx.locale

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from languages import load_words

from cnmaker_data import Role, Tier
from cnmaker_data.series import numeral


if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata


__all__ = [
    "gettext",
    "in_chinese",
    "load",
    "ngettext",
    "ordinal",
    "render",
    "roles",
    "setup",
    "tiers",
]


_CATALOG = "showcase"
_HERE = Path(__file__).parent

gettext = sphinx.locale.get_translation(_CATALOG)


def ngettext(singular: str, plural: str, n: int) -> str:
    translator = sphinx.locale.get_translator(_CATALOG)
    return translator.ngettext(singular, plural, n)


def in_chinese() -> bool:
    """Return whether the site is in Chinese."""
    # Translators: say "yes" if readers need no English beside Chinese names.
    return gettext("Are names in Chinese enough?") == "yes"


def ordinal(number: int) -> str:
    """Return the number of an edition as the language writes it: 8, or 八."""
    return numeral(number) if in_chinese() else str(number)


def tiers() -> dict[Tier, str]:
    return {
        Tier.FINAL: gettext("Final"),
        Tier.REGIONAL: gettext("Regional"),
        Tier.THEMATIC: gettext("Thematic"),
        Tier.OVERSEAS: gettext("Overseas"),
    }


def roles() -> dict[Role, str]:
    return {
        Role.HOST: gettext("host"),
        Role.LEAD: gettext("lead"),
        Role.UNDERTAKER: gettext("undertaker"),
    }


def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_HERE / "templates"),
        autoescape=True,
        extensions=["jinja2.ext.i18n"],
        lstrip_blocks=True,
        trim_blocks=True,
        undefined=StrictUndefined,
    )
    environment.policies["ext.i18n.trimmed"] = True
    environment.install_gettext_callables(  # type: ignore[attr-defined]
        gettext, ngettext, newstyle=True
    )  # the extension adds it
    return environment


_ENVIRONMENT = _environment()


def render(template: str, **values: object) -> str:
    """Return a template as HTML, with all texts escaped."""
    return _ENVIRONMENT.get_template(template).render(values)


def load(language: str) -> None:
    """Load the words of a language; those of the code are the fallback."""
    load_words(_CATALOG, language)


def setup(app: Sphinx) -> ExtensionMetadata:
    load(app.config.language)
    app.connect("builder-inited", _add_static)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def _add_static(app: Sphinx) -> None:
    app.config.html_static_path.append(str(_HERE / "static"))
