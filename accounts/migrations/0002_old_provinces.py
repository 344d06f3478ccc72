from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="unit",
            name="legacy_province",
            field=models.SlugField(
                blank=True,
                default="",
                help_text="địa bàn trước khi sáp nhập, nơi văn bản của hai tỉnh cũ còn chạy song song",
                max_length=60,
                verbose_name="tỉnh cũ",
            ),
        ),
    ]
