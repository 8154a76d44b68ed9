"""The version of the installed product."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as installed_version


def version() -> str:
    """As in pyproject.toml; `dev` in a checkout that was never installed."""
    try:
        return installed_version("youju")
    except PackageNotFoundError:
        return "dev"
