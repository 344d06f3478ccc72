"""Which bill a page is about, and the way back to it after something was done."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db import IntegrityError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from claims.actions import ClaimError
from claims.billing.opening import refusal_of
from claims.models import Bill
from config.formatting import count


def bill_of(request: HttpRequest, bill_id: int) -> Bill:
    bills: QuerySet[Bill] = Bill.objects.visible_to(request.user)
    joined = bills.select_related("facility", "unit", "uploaded_by__unit", "accepted_by")
    return get_object_or_404(joined, pk=bill_id)


def done(
    request: HttpRequest, bill: Bill, act: Callable[[], Any], told: str, *, address: str = ""
) -> HttpResponse:
    """Act and go back to the bill; a refusal is told there."""
    try:
        answer = act()
    except ClaimError as refused:
        messages.error(request, str(refused))
    except IntegrityError as refused:
        messages.error(request, refusal_of(refused))
    else:
        if told:
            told = told.format(count(answer)) if isinstance(answer, int) else told
            messages.success(request, told)
    return redirect(address or reverse("bill_detail", args=[bill.pk]))
