from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "config"
    verbose_name = "Cổng chế độ sức khỏe"
