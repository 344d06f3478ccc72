"""The portal's addresses, and beside them an admin for one model."""

from django.contrib import admin
from django.urls import include, path

from claims.models import Claim


class ClaimAdmin(admin.ModelAdmin):
    """As a developer would write it in five minutes, with the columns of the portal's list."""

    list_display = (
        "number",
        "payee_name",
        "heading",
        "group",
        "payer",
        "event_on",
        "state",
        "amount",
    )
    search_fields = ("payee_name",)
    list_per_page = 50

    def has_view_permission(self, request, obj=None) -> bool:
        return True

    def has_module_permission(self, request) -> bool:
        return True

    has_add_permission = has_change_permission = has_delete_permission = (
        lambda self, request, obj=None: False
    )


class OpenSite(admin.AdminSite):
    def has_permission(self, request) -> bool:
        return True


site = OpenSite(name="admin")
site.register(Claim, ClaimAdmin)

urlpatterns = [
    path("admin/", site.urls),
    path("", include("config.urls")),
]
