from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("accounts.urls")),
    path("", include("policies.urls")),
    path("", include("beneficiaries.urls")),
    path("", include("reports.urls")),
    path("", include("config.sessions")),
]
