"""The same small department as for check-ups."""

from tests.checkups.conftest import cadre, law, maker, signed_in, staff

__all__ = ["cadre", "law", "maker", "signed_in", "staff"]
