"""Addresses of signing in."""

from django.urls import path

from tools.accounts import views

app_name = "accounts"
urlpatterns = [
    path("login/", views.SignIn.as_view(), name="login"),
    path("logout/", views.SignOut.as_view(), name="logout"),
    path("password/", views.password_change, name="password_change"),
    path("language/", views.language, name="language"),
]
