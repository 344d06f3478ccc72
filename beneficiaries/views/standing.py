"""A person's groups and cards."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from accounts.gates import requires
from beneficiaries import actions
from beneficiaries.forms import (
    CardForm,
    CardRecallForm,
    CardReissueForm,
    MembershipEndForm,
    MembershipForm,
)
from beneficiaries.models import Cadre, HealthCard, Membership
from beneficiaries.views.people import show_refusal


@requires("cadre_edit")
def membership_create(request: HttpRequest, cadre_id: int) -> HttpResponse:
    """Put the person into a group of a resolution."""
    cadre = _person(request, cadre_id)
    form = MembershipForm(request.POST or None)
    return _act(
        request,
        "beneficiaries/membership_create.html",
        {"cadre": cadre, "form": form},
        lambda told: actions.assign_group(cadre=cadre, by=request.user, **told),
        "Đã xếp đối tượng.",
    )


@requires("cadre_edit")
def membership_end(request: HttpRequest, membership_id: int) -> HttpResponse:
    """The person leaves the group."""
    memberships = Membership.objects.filter(cadre__in=Cadre.objects.visible_to(request.user))
    membership = get_object_or_404(
        memberships.select_related("cadre", "group", "resolution"), pk=membership_id
    )
    form = MembershipEndForm(request.POST or None)
    return _act(
        request,
        "beneficiaries/membership_end.html",
        {"cadre": membership.cadre, "membership": membership, "form": form},
        lambda told: actions.end_membership(membership=membership, by=request.user, **told),
        "Đã ghi ngày kết thúc.",
    )


@requires("cadre_edit")
def card_issue(request: HttpRequest, cadre_id: int) -> HttpResponse:
    """A first card."""
    cadre = _person(request, cadre_id)
    form = CardForm(request.POST or None, initial=_latest_group(cadre))
    return _act(
        request,
        "beneficiaries/card_issue.html",
        {"cadre": cadre, "form": form},
        lambda told: actions.issue_card(cadre=cadre, by=request.user, **told),
        "Đã cấp thẻ.",
    )


@requires("cadre_edit")
def card_reissue(request: HttpRequest, cadre_id: int) -> HttpResponse:
    """A new card in place of the valid one."""
    cadre = _person(request, cadre_id)
    form = CardReissueForm(request.POST or None, initial=_latest_group(cadre))
    return _act(
        request,
        "beneficiaries/card_reissue.html",
        {"cadre": cadre, "form": form},
        lambda told: actions.reissue_card(cadre=cadre, by=request.user, **told),
        "Đã cấp đổi thẻ; thẻ cũ được thu hồi cùng ngày.",
    )


@requires("cadre_edit")
def card_recall(request: HttpRequest, card_id: int) -> HttpResponse:
    """Take a card back."""
    cards = HealthCard.objects.visible_to(request.user).select_related("cadre", "group")
    card = get_object_or_404(cards, pk=card_id)
    form = CardRecallForm(request.POST or None)
    return _act(
        request,
        "beneficiaries/card_recall.html",
        {"cadre": card.cadre, "card": card, "form": form},
        lambda told: actions.recall_card(card=card, by=request.user, **told),
        "Đã thu hồi thẻ.",
    )


def _act(
    request: HttpRequest,
    template: str,
    context: dict[str, Any],
    act: Callable[[dict[str, Any]], object],
    done: str,
) -> HttpResponse:
    """Show the form, or do what it says and go back to the person; a refusal stays on the form."""
    form: forms.Form = context["form"]
    if request.method == "POST" and form.is_valid():
        try:
            act(form.cleaned_data)
        except ValidationError as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, done)
            return redirect("cadre_detail", context["cadre"].pk)
    return render(request, template, context)


def _person(request: HttpRequest, cadre_id: int) -> Cadre:
    return get_object_or_404(Cadre.objects.visible_to(request.user), pk=cadre_id)


def _latest_group(cadre: Cadre) -> dict[str, Any]:
    latest = cadre.memberships.order_by("-since").first()
    return {"group": latest.group_id} if latest else {}
