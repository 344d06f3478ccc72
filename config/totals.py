"""Sums and counts of what belongs to the rows of a list, each reckoned by a question of its own.

Conditions inside the sums of a join (``filter=Q(items__in=…)``) are looked at once more for every
row that is joined: 9,000 check-ups took 38 seconds.
"""

from django.db.models import Aggregate, BigIntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce


def total_of(rows: QuerySet, by: str, aggregate: Aggregate) -> Coalesce:
    """``aggregate`` over those of ``rows`` whose ``by`` is the row of the list; 0 for none."""
    own = rows.filter(**{by: OuterRef("pk")}).order_by().values(by)
    total = own.annotate(total=aggregate).values("total")
    return Coalesce(Subquery(total), 0, output_field=BigIntegerField())
