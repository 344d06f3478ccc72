"""What benefits are to each other."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect

from accounts.gates import requires
from policies import drafting, terms, wording
from policies.drafting.changing import stamp_of
from policies.editing.forms.limits import RelationForm
from policies.editing.pages.drafts import draft_page, of_a_draft, stamp_sent
from policies.editing.problems import problems_of
from policies.models import Relation, Resolution
from policies.names import names_of


@requires("resolution_edit")
@of_a_draft
def draft_relations(request: HttpRequest, resolution: Resolution) -> HttpResponse:
    names = names_of(resolution)
    relations = [
        (relation, terms.relation_words(relation, names), wording.MARKS[relation.confidence])
        for relation in resolution.relations.order_by("pk")
    ]
    return draft_page(
        request, resolution, "policies/editing/draft_relations.html", {"relations": relations}
    )


@requires("resolution_edit")
@of_a_draft
def relation_create(request: HttpRequest, resolution: Resolution) -> HttpResponse:
    return _page(request, resolution, None)


@requires("resolution_edit")
@of_a_draft
def relation_edit(request: HttpRequest, resolution: Resolution, relation_id: int) -> HttpResponse:
    relation = get_object_or_404(resolution.relations, pk=relation_id)
    return _page(request, resolution, relation)


def _page(request: HttpRequest, resolution: Resolution, relation: Relation | None) -> HttpResponse:
    stamp = stamp_of(resolution.relations.order_by("pk"))
    data = request.POST if request.method == "POST" else None
    form = RelationForm(
        data,
        instance=relation or Relation(confidence="stated"),
        resolution=resolution,
    )
    removes = data is not None and data.get("action") == "remove"
    error = None
    if data is not None and (removes or form.is_valid()):
        values: dict[str, Any] = {}
        if not removes:
            told = {name: form.cleaned_data[name] for name in form.Meta.fields}
            values = told | {"benefits": form.named}
        try:
            drafting.save_relation(
                resolution=resolution,
                relation=relation,
                values=values,
                seen=stamp_sent(request),
                by=request.user,
            )
        except ValidationError as refused:
            error = refused
        else:
            messages.success(request, "Đã xóa quan hệ." if removes else "Đã lưu quan hệ.")
            return redirect("draft_relations", resolution.code)
    context = {"form": form, "stamp": stamp, "is_new": relation is None}
    problems = problems_of(form, error=error) if data is not None else []
    return draft_page(request, resolution, "policies/editing/relation_form.html", context, problems)
