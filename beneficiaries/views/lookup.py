"""The person box of every form, and the one search box of the portal."""

import re

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from accounts.gates import requires
from beneficiaries.models import Cadre
from beneficiaries.panels import SearchHit, hits_for
from beneficiaries.picking import LONGEST, CadreInput, shown_in_box, suggestions
from beneficiaries.search import find_people, recognise
from config.web import whole_number

SAFE_NAME = re.compile(r"[A-Za-z][\w\-]{0,100}", re.ASCII)
SHORTEST = 2
MOST_FOUND = 50


@require_POST
@requires("cadre_view")
def cadre_lookup(request: HttpRequest) -> HttpResponse:
    """Suggestions below a person box while one types; with ``chosen``, the box filled."""
    box, box_id = request.POST.get("box", ""), request.POST.get("box_id", "")
    if not (SAFE_NAME.fullmatch(box) and SAFE_NAME.fullmatch(box_id)):
        return HttpResponse("Thiếu tên ô nhập.", status=400)
    chosen = whole_number(request.POST.get("chosen", ""))
    if chosen is not None:
        return _filled_box(request, box, box_id, chosen)
    text = request.POST.get(box, "")[:LONGEST].strip()
    people = suggestions(request.user, text) if len(text) >= SHORTEST else []
    context = {"people": people, "text": text, "box": box, "box_id": box_id, "shortest": SHORTEST}
    return render(request, "beneficiaries/cadre_lookup.html", context)


def _filled_box(request: HttpRequest, box: str, box_id: str, pk: int) -> HttpResponse:
    cadre = get_object_or_404(Cadre.objects.visible_to(request.user), pk=pk)
    attrs = {"id": box_id, "aria-describedby": f"{box_id}_helptext", "autofocus": True}
    response = HttpResponse(CadreInput().render(box, shown_in_box(cadre), attrs))
    response["HX-Trigger-After-Settle"] = "cadre-chosen"
    return response


@requires("search")
def search(request: HttpRequest) -> HttpResponse:
    """Whatever was typed into the search box: people here, the rest by the apps above."""
    text = request.GET.get("q", "")[:LONGEST].strip()
    found = find_people(request.user, text).select_related("managing_unit")[: MOST_FOUND + 1]
    people = list(found) if text and request.user.may("cadre_view") else []
    hits = hits_for(request.user, text) if text else []
    if target := _only_exact(text, people, hits):
        return redirect(target)
    context = {
        "text": text,
        "people": people[:MOST_FOUND],
        "more": len(people) > MOST_FOUND,
        "most": MOST_FOUND,
        "hits": hits,
    }
    return render(request, "beneficiaries/search.html", context)


def _only_exact(text: str, people: list[Cadre], hits: list[SearchHit]) -> str:
    """Address of the only thing found, when the text was a number that names it."""
    asked = recognise(text)
    if asked.kind == "card_code" and people:
        return reverse("card_lookup", args=[asked.value])
    if len(people) == 1 and not hits and (asked.exact or asked.kind == "card"):
        return reverse("cadre_detail", args=[people[0].pk])
    if len(hits) == 1 and not people and hits[0].exact:
        return hits[0].url
    return ""
