from django.contrib.auth import views as auth
from django.urls import path

from accounts import second_factor, views

urlpatterns = [
    path("dang-nhap/", second_factor.SignIn.as_view(), name="login"),
    path("dang-nhap/ma/", second_factor.second_factor_ask, name="second_factor_ask"),
    path("xac-thuc-hai-lop/", second_factor.second_factor, name="second_factor"),
    path("dang-xuat/", auth.LogoutView.as_view(), name="logout"),
    path("doi-mat-khau/", auth.PasswordChangeView.as_view(), name="password_change"),
    path("doi-mat-khau/xong/", auth.PasswordChangeDoneView.as_view(), name="password_change_done"),
    path("nguoi-dung/", views.user_list, name="user_list"),
    path("nguoi-dung/them/", views.user_create, name="user_create"),
    path("nguoi-dung/<int:user_id>/", views.user_edit, name="user_edit"),
    path("nguoi-dung/<int:user_id>/mat-khau/", views.user_password, name="user_password"),
    path(
        "nguoi-dung/<int:user_id>/tat-hai-lop/",
        second_factor.user_second_factor,
        name="user_second_factor",
    ),
    path("don-vi/", views.unit_list, name="unit_list"),
    path("don-vi/them/", views.unit_create, name="unit_create"),
    path("don-vi/<int:unit_id>/", views.unit_edit, name="unit_edit"),
    path("nhat-ky-truy-cap/", views.access_log, name="access_log"),
]
