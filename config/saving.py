"""A row typed by somebody is validated, then saved; what others write meanwhile counts as well."""

from django.db import IntegrityError, models, transaction


def save_valid[Row: models.Model](row: Row) -> Row:
    """Save ``row`` when it holds to its model; raises ``ValidationError`` with sentences if not.

    Between looking and writing another may have taken the number or the place. The database then
    refuses the row, and looking once more finds the sentence for it. ``IntegrityError`` is left for
    what no sentence of the model tells.
    """
    row.full_clean()
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        row.full_clean()
        raise
    return row
