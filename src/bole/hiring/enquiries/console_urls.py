"""Inbox and FAQ."""

from django.urls import path

from bole.hiring.enquiries import views, views_faq

app_name = "enquiries"
urlpatterns = [
    path("questions/", views.inbox, name="inbox"),
    path("questions/<uuid:enquiry_id>/", views.one, name="one"),
    path("questions/<uuid:enquiry_id>/answer/", views.answer, name="answer"),
    path("questions/<uuid:enquiry_id>/assign/", views.assign, name="assign"),
    path("questions/<uuid:enquiry_id>/draft/", views_faq.draft, name="draft"),
    path("faq/", views_faq.listing, name="faq"),
    path("faq/new/", views_faq.new, name="faq-new"),
    path("faq/drafts/<uuid:version_id>/", views_faq.draft_one, name="faq-draft"),
    path("faq/<slug:key>/", views_faq.edit, name="faq-edit"),
]
