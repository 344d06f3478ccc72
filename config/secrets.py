"""Secrets of one machine: from the environment, else made once and kept under var/."""

import os
import secrets
from contextlib import suppress
from pathlib import Path
from tempfile import NamedTemporaryFile


def machine_secret(name: str, directory: Path) -> str:
    """The secret ``name``: the environment's, or one made at first use (mode 0600)."""
    if given := os.environ.get(name):
        return given
    path = directory / f"{name.lower()}.secret"
    if not path.exists():
        directory.mkdir(parents=True, exist_ok=True)
        # Two processes may start at once: the first whole file wins, the other is dropped.
        with NamedTemporaryFile("w", dir=directory) as draft, suppress(FileExistsError):
            draft.write(secrets.token_urlsafe(48))
            draft.flush()
            os.link(draft.name, path)
    return path.read_text()
