from django.urls import URLPattern, URLResolver, include, path

from config import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.home, name="home"),
    path("", include("accounts.urls")),
    path("", include("policies.urls")),
    path("", include("beneficiaries.urls")),
    path("", include("claims.urls")),
    path("", include("claims.entries.urls")),
    path("", include("claims.recalculating.urls")),
    path("", include("claims.simulating.urls")),
    path("", include("checkups.urls")),
    path("", include("convalescence.urls")),
    path("", include("reports.urls")),
    path("", include("reports.home.urls")),
    path("", include("config.sessions")),
]
