from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("beneficiaries.urls")),
    path("", include("config.sessions")),
]
