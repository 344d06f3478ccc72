"""What every test gets."""

import os
from pathlib import Path

import pytest

# Test databases are thrown away: a commit needn't wait for the disk.
os.environ.setdefault("PGOPTIONS", "-c synchronous_commit=off")


@pytest.fixture(autouse=True)
def uploads_elsewhere(settings, tmp_path: Path) -> None:
    """Files that a test uploads never end up among real ones."""
    settings.MEDIA_ROOT = tmp_path / "media"
