"""Who organises convalescence: the province, or a district to which it was delegated."""

from django.db import models


class RunBy(models.TextChoices):
    """The value is what laws call it: the ``variant`` of the event."""

    PROVINCE = "province_run", "Tỉnh tổ chức"
    DISTRICT = "district_run", "Giao cấp huyện tổ chức"


def run_by_field() -> "models.CharField[str, str]":
    return models.CharField("cấp tổ chức", max_length=20, choices=RunBy, default=RunBy.PROVINCE)
