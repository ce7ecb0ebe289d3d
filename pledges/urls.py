"""Addresses of letters and pledges at the desk."""

from django.urls import path

from pledges.views import letters, pledges

app_name = "pledges"
urlpatterns = [
    path("", pledges.pledge_list, name="pledge_list"),
    path("export/", pledges.pledge_export, name="pledge_export"),
    path("register/", pledges.register_print, name="register_print"),
    path("new/", pledges.pledge_new, name="pledge_new"),
    path("<int:pk>/", pledges.pledge_detail, name="pledge_detail"),
    path("<int:pk>/edit/", pledges.pledge_edit, name="pledge_edit"),
    path("<int:pk>/print/", pledges.pledge_print, name="pledge_print"),
    path("<int:pk>/print.docx", pledges.pledge_print, name="pledge_docx"),
    path("<int:pk>/print.pdf", pledges.pledge_print, name="pledge_pdf"),
    path("letters/<int:pk>/", letters.letter_detail, name="letter_detail"),
    path("letters/<int:pk>/print/", letters.letter_print, name="letter_print"),
    path("letters/<int:pk>/print.docx", letters.letter_print, name="letter_docx"),
    path("letters/<int:pk>/print.pdf", letters.letter_print, name="letter_pdf"),
    path("<str:code>/letters/", letters.village_letters, name="village_letters"),
    path("<str:code>/letters/prepare/", letters.letters_prepare, name="letters_prepare"),
    path("<str:code>/letters/export/", letters.letters_export, name="letters_export"),
    path("<str:code>/letters/print/", letters.letters_print, name="letters_print"),
    path("<str:code>/letters/print.docx", letters.letters_print, name="letters_docx"),
    path("<str:code>/letters/print.pdf", letters.letters_print, name="letters_pdf"),
]
