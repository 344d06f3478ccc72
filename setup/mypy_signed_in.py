"""Tells mypy who `request.user` is: every page is closed, so it is someone of accounts.User.

Otherwise each view would have to rule out an anonymous visitor whom LoginRequiredMiddleware has
already sent to the sign-in.
"""

from collections.abc import Callable

from mypy.checker import TypeChecker
from mypy.nodes import TypeInfo
from mypy.plugin import AttributeContext, Plugin
from mypy.types import Instance, Type

REQUEST_USER = "django.http.request.HttpRequest.user"
USER_MODULE, USER_CLASS = "accounts.models", "User"


class SignedIn(Plugin):
    def get_attribute_hook(self, fullname: str) -> Callable[[AttributeContext], Type] | None:
        return _our_user if fullname == REQUEST_USER else None


def _our_user(context: AttributeContext) -> Type:
    assert isinstance(context.api, TypeChecker)
    module = context.api.modules.get(USER_MODULE)
    symbol = module.names.get(USER_CLASS) if module else None
    if symbol is None or not isinstance(symbol.node, TypeInfo):
        return context.default_attr_type  # only a part of the code is being checked
    return Instance(symbol.node, [])


def plugin(version: str) -> type[Plugin]:
    return SignedIn
