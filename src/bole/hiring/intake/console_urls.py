"""``/console/intake/…``: for the bank."""

from django.urls import path

from bole.hiring.intake.views import duplicates, keeping, mailboxes, postings, uploads

app_name = "intake-console"
urlpatterns = [
    path("intake/", postings.postings, name="postings"),
    path("intake/publish/", postings.publish, name="publish"),
    path("intake/campaign/", postings.campaign, name="campaign"),
    path("intake/postings/<uuid:posting_id>/end/", postings.end, name="end"),
    path("intake/postings/<uuid:posting_id>/code/", postings.code, name="code"),
    path("intake/uploads/", uploads.uploads, name="uploads"),
    path("intake/uploads/start/", uploads.start, name="start"),
    path("intake/uploads/text/", uploads.paste, name="paste"),
    path("intake/uploads/<uuid:batch_id>/", uploads.batch, name="batch"),
    path("intake/uploads/<uuid:batch_id>/list.csv", uploads.listed, name="listed"),
    path("intake/uploads/<uuid:batch_id>/parts/", uploads.upload, name="upload"),
    path("intake/uploads/<uuid:batch_id>/parts/<int:index>/", uploads.part, name="part"),
    path("intake/uploads/<uuid:batch_id>/parts/finish/", uploads.finish, name="finish"),
    path("intake/uploads/<uuid:batch_id>/items/<uuid:item_id>/", uploads.complete, name="complete"),
    path("intake/duplicates/", duplicates.listed, name="duplicates"),
    path("intake/duplicates/<uuid:duplicate_id>/", duplicates.one, name="duplicate"),
    path("intake/mailboxes/", mailboxes.listed, name="mailboxes"),
    path("intake/mailboxes/<uuid:mailbox_id>/", mailboxes.listed, name="mailbox"),
    path("intake/mailboxes/<uuid:mailbox_id>/switch/", mailboxes.switch, name="switch"),
    path("intake/mailboxes/<uuid:mailbox_id>/look/", mailboxes.look, name="look"),
    path("intake/keeping/", keeping.keeping, name="keeping"),
]
