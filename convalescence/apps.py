from django.apps import AppConfig


class ConvalescenceConfig(AppConfig):
    name = "convalescence"
    verbose_name = "Điều dưỡng"
