"""The first page after signing in: what waits for this person, and the year at a glance."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.gates import requires


@requires("home")
def home(request: HttpRequest) -> HttpResponse:
    return render(request, "home.html")
