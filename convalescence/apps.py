from django.apps import AppConfig


class ConvalescenceConfig(AppConfig):
    name = "convalescence"
    verbose_name = "Điều dưỡng"

    def ready(self) -> None:
        from claims.facts import FactKind, register
        from claims.importing import register_events
        from convalescence import models
        from convalescence.imports import EVENT_KINDS

        for kind in EVENT_KINDS:
            register_events(kind)
        for model, joined, url_name in (
            (models.Participation, ("cadre", "trip", "unit"), "participation_detail"),
            (models.HomeConvalescence, ("cadre", "unit"), "home_detail"),
        ):
            register(
                FactKind(
                    kind=model.KIND,
                    title=str(model._meta.verbose_name),
                    rows=model.objects.select_related(*joined).all,
                    url_name=url_name,
                )
            )
