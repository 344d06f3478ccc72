"""A form about a plan: asked, refused with everything typed still there, told when done."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from convalescence.planning.life import PlanError


def form_page(
    request: HttpRequest, form: Any, plan_id: int, name: str, heading: str, *, lead: str = ""
) -> HttpResponse:
    context = {
        "form": form,
        "heading": heading,
        "lead": lead,
        "name": name,
        "back": reverse("year_plan_detail", args=[plan_id]),
    }
    return render(request, "convalescence/plan_form.html", context)


def attempt(form: Any, act: Callable[[], Any]) -> bool:
    """Whether it was done; a refusal is put on the form, with everything typed."""
    try:
        act()
    except PlanError as refused:
        form.add_error(None, str(refused))
    except ValidationError as refused:
        form.add_error(None, ValidationError(refused.messages))
    else:
        return True
    return False


def tell(request: HttpRequest, act: Callable[[], Any], done: str) -> None:
    try:
        act()
    except PlanError as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, done)
