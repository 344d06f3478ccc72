"""A version begins; its overview, its head, its answers."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from accounts.gates import requires
from policies import drafting
from policies.drafting.versions import stamp_of_answers, stamp_of_head
from policies.editing.forms.versions import AnswersForm, CopyForm, HeadForm, StartForm
from policies.editing.pages.drafts import draft_page, of_a_draft, stamp_sent
from policies.editing.problems import problems_of
from policies.life import gaps
from policies.models import Confidence, Limit, Rate, Resolution

SHOWN_EDITS = 8


@requires("resolution_edit")
def draft_create(request: HttpRequest) -> HttpResponse:
    """A resolution from nothing."""
    form = StartForm(request.POST or None)
    error = None
    if form.is_bound and form.is_valid():
        try:
            draft = drafting.start_draft(scheme=form.chosen_scheme, head=form.head, by=request.user)
        except ValidationError as refused:
            error = refused
        else:
            messages.success(request, f"Đã lập dự thảo {draft}. Tiếp theo: ghi các đối tượng.")
            return redirect("draft_groups", draft.code)
    context = {
        "form": form,
        "problems": problems_of(form, error=error) if form.is_bound else [],
        "sources": Resolution.objects.visible_to(request.user).select_related("scheme"),
    }
    return render(request, "policies/editing/draft_create.html", context)


@requires("resolution_edit")
def draft_copy(request: HttpRequest, code: str) -> HttpResponse:
    """A successor, or another try: everything of a version under a new head."""
    source = get_object_or_404(Resolution.objects.visible_to(request.user), code=code)
    form = CopyForm(request.POST or None, source=source)
    error = None
    if form.is_bound and form.is_valid():
        try:
            draft = drafting.copy_version(source=source, head=form.head, by=request.user)
        except ValidationError as refused:
            error = refused
        else:
            messages.success(request, f"Đã sao toàn bộ nội dung của {source} sang dự thảo {draft}.")
            return redirect("draft_overview", draft.code)
    context = {
        "form": form,
        "source": source,
        "problems": problems_of(form, error=error) if form.is_bound else [],
    }
    return render(request, "policies/editing/draft_copy.html", context)


@requires("resolution_edit")
@of_a_draft
def draft_overview(request: HttpRequest, resolution: Resolution) -> HttpResponse:
    """What is there, what is missing, who worked on it."""
    rates = Rate.objects.filter(benefit__resolution=resolution)
    limits = Limit.objects.filter(resolution=resolution)
    unsure = (*Confidence.values[1:],)
    context = {
        "gaps": gaps(resolution),
        "unsure": rates.filter(confidence__in=unsure).count()
        + limits.filter(confidence__in=unsure).count(),
        "edits": resolution.edits.select_related("made_by")[:SHOWN_EDITS],
        "benefits": resolution.benefits.count(),
        "groups": resolution.groups.count(),
        "rates": rates.count(),
        "limits": limits.count(),
    }
    return draft_page(request, resolution, "policies/editing/draft_overview.html", context)


@requires("resolution_edit")
@of_a_draft
def draft_head(request: HttpRequest, resolution: Resolution) -> HttpResponse:
    stamp = stamp_of_head(resolution)
    form = HeadForm(request.POST or None, instance=resolution)
    error = None
    if form.is_bound and form.is_valid():
        try:
            drafting.save_head(
                resolution=resolution, head=form.head, seen=stamp_sent(request), by=request.user
            )
        except ValidationError as refused:
            error = refused
        else:
            return _saved(request, "draft_head", resolution)
    problems = problems_of(form, error=error) if form.is_bound else []
    if problems:
        resolution = Resolution.objects.get(pk=resolution.pk)
    return draft_page(
        request,
        resolution,
        "policies/editing/draft_head.html",
        {"form": form, "stamp": stamp},
        problems,
    )


@requires("resolution_edit")
@of_a_draft
def draft_answers(request: HttpRequest, resolution: Resolution) -> HttpResponse:
    form = AnswersForm(request.POST or None, answers=resolution.settings, of_benefit=False)
    error = None
    if request.method == "POST":
        form = AnswersForm(request.POST, answers=resolution.settings, of_benefit=False)
        if form.is_valid():
            try:
                drafting.save_answers(
                    resolution=resolution,
                    answers=form.answers,
                    seen=stamp_sent(request),
                    by=request.user,
                )
            except ValidationError as refused:
                error = refused
            else:
                return _saved(request, "draft_answers", resolution)
    context: dict[str, Any] = {"form": form, "stamp": stamp_of_answers(resolution)}
    problems = problems_of(form, error=error) if form.is_bound else []
    return draft_page(request, resolution, "policies/editing/draft_answers.html", context, problems)


def _saved(request: HttpRequest, url_name: str, resolution: Resolution) -> HttpResponse:
    messages.success(request, "Đã lưu.")
    return redirect(url_name, resolution.code)
