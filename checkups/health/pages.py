"""The classes of those examined in a round, one page at a time; every class shown is logged."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from accounts.gates import log_access, requires
from checkups.billing import rounds_for
from checkups.health.recording import examined_by, record_classes
from checkups.models import CheckupRound, HealthClass, HealthResult
from checkups.rounds.actions import RoundError
from config.formatting import count
from config.web import paginate, typed_by_key, whole_number


@requires("result_view")
def health_result_list(request: HttpRequest, round_id: int) -> HttpResponse:
    """Who was examined, each with the class; those who may record it choose it here."""
    chosen = get_object_or_404(rounds_for(request.user), pk=round_id)
    if request.method == "POST":
        return _recorded(request, chosen)
    entries = examined_by(request.user, chosen).select_related("cadre", "group")
    page = paginate(request, entries.in_name_order())
    results = HealthResult.objects.visible_to(request.user).filter(entry__round=chosen)
    shown = {each.entry_id: each for each in results.filter(entry__in=list(page.object_list))}
    for entry in page.object_list:
        entry.result = shown.get(entry.pk)
        if entry.result:
            log_access(
                request,
                action="Xem phân loại sức khỏe",
                subject=f"{entry.cadre}: {chosen}",
                subject_id=entry.cadre_id,
            )
    context = {
        "round": chosen,
        "page": page,
        "classes": HealthClass.choices,
        "counts": _counts(request, chosen),
        "may_record": request.user.may("result_record"),
    }
    return render(request, "checkups/health_result_list.html", context)


def _counts(request: HttpRequest, chosen: CheckupRound) -> list[tuple[str, int]]:
    """People of each class; numbers only, nobody is named by them."""
    results = HealthResult.objects.visible_to(request.user).filter(entry__round=chosen)
    rows = results.order_by().values_list("health_class").annotate(people=Count("pk"))
    found = dict(rows)
    return [(label, found.get(value, 0)) for value, label in HealthClass.choices]


def _recorded(request: HttpRequest, chosen: CheckupRound) -> HttpResponse:
    if not request.user.may("result_record"):
        raise PermissionDenied
    told = {key: whole_number(value) for key, value in typed_by_key(request, "loai_").items()}
    try:
        changed = record_classes(checkup_round=chosen, told=told, by=request.user)
        messages.success(request, f"Đã ghi phân loại sức khỏe của {count(changed)} người.")
    except RoundError as refused:
        messages.error(request, str(refused))
    return redirect(request.get_full_path())
