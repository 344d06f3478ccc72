import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "__first__"),
        ("reports", "0003_writing_versions_comments_documents"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="reportedfigure",
            options={
                "ordering": ("report", "code", "source"),
                "verbose_name": "số đã in trên giấy",
            },
        ),
        migrations.RemoveConstraint(model_name="reportedfigure", name="figure_is_reported_once"),
        migrations.AddConstraint(
            model_name="reportedfigure",
            constraint=models.UniqueConstraint(
                fields=("report", "code", "source"),
                name="figure_is_reported_once_a_source",
                violation_error_message="Số liệu này đã có số của cùng nguồn để đối chiếu.",
            ),
        ),
        migrations.CreateModel(
            name="OwnOutline",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.SlugField(max_length=60, unique=True, verbose_name="mã đề cương")),
                ("title", models.CharField(max_length=200, verbose_name="tên báo cáo")),
                ("content", models.JSONField(verbose_name="nội dung")),
                (
                    "based_on",
                    models.SlugField(max_length=60, verbose_name="chép từ đề cương"),
                ),
                ("version", models.PositiveIntegerField(default=1, verbose_name="phiên bản")),
                ("changed_at", models.DateTimeField(verbose_name="sửa lúc")),
                (
                    "changed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người sửa",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="own_outlines",
                        to="accounts.unit",
                        verbose_name="đơn vị",
                    ),
                ),
            ],
            options={
                "verbose_name": "đề cương của đơn vị",
                "ordering": ("title", "code"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("unit", "title"),
                        name="outline_title_is_unique_in_its_unit",
                        violation_error_message="Đơn vị đã có đề cương mang tên này.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("changed_at__isnull", False), ("changed_by__isnull", False)
                        ),
                        name="own_outline_changed_at_and_by",
                        violation_error_message="Đề cương phải có người sửa và lúc sửa.",
                    ),
                ],
            },
        ),
    ]
