import pytest

from policies.loading import load_pack
from policies.models import Resolution


@pytest.fixture
def lang_son(db) -> Resolution:
    """The resolution of the demo year, released."""
    return load_pack("lang-son-24-2024", by=None, release=True)
