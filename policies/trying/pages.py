"""The page of the bench: the case in the address, the answer beside it while one types."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.cache import patch_vary_headers

from accounts.gates import log_access, requires
from config.web import page_or_fragment, wants_fragment
from policies.models import Resolution
from policies.trying.bench import WHO, Bench

PARTS = ("bench", "result")


@requires("resolution_view")
def trial(request: HttpRequest, code: str) -> HttpResponse:
    """Any event of anybody against this version, explained. Writes nothing."""
    resolution = get_object_or_404(
        Resolution.objects.visible_to(request.user).select_related("scheme", "replaces"), code=code
    )
    bench = Bench(request.user, resolution, request.GET)
    if _names_somebody(request, bench):
        return redirect(bench.address)
    _log(request, bench)
    context = {
        "resolution": resolution,
        "bench": bench,
        "may_keep": request.user.may("case_edit") and not resolution.is_released,
    }
    response = page_or_fragment(request, "policies/trial.html", context, fragment=_part(request))
    patch_vary_headers(response, ["HX-Target"])
    if wants_fragment(request):
        response["HX-Replace-Url"] = bench.address
    return response


def _part(request: HttpRequest) -> str:
    asked = request.headers.get("HX-Target", "")
    return asked if asked in PARTS else "bench"


def _names_somebody(request: HttpRequest, bench: Bench) -> bool:
    """Whether the address holds somebody's name: it is exchanged for their number at once."""
    if wants_fragment(request) or bench.lender is None or bench.who is None:
        return False
    return request.GET.get(WHO) != bench.lender.reference(bench.who)


def _log(request: HttpRequest, bench: Bench) -> None:
    """Once for each person, not once for each key that is pressed."""
    if bench.subject is None or bench.lender is None:
        return
    seen = request.headers.get("HX-Current-URL", "")
    if wants_fragment(request) and f"{bench.query.partition('&')[0]}&" in f"{seen}&":
        return
    log_access(request, action="Tính thử", subject=bench.subject.name, subject_id=bench.subject.pk)
