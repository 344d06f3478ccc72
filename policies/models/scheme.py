from django.db import models


class Scheme(models.Model):
    """A lasting policy, e.g. health care of Lạng Sơn's cadres; resolutions succeed each other."""

    code = models.SlugField("mã", max_length=60, unique=True)
    name = models.CharField("tên chính sách", max_length=300)
    province = models.CharField("tỉnh", max_length=60)

    class Meta:
        verbose_name = "chính sách"
        ordering = ("code",)

    def __str__(self) -> str:
        return self.name
